import type { Account } from '../api/resources.ts';
import { useShowChanges } from '../changes/changes.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Form, textOf } from '../design/form.tsx';
import { announce } from '../design/toasts.tsx';
import { link } from './account-changes.ts';
import { CreatorField } from './creator-field.tsx';

export function LinkAccount({ account, onClose }: { account: Account; onClose: () => void }) {
  const show = useShowChanges();
  const submit = async (values: FormData) => {
    await link(account.id, textOf(values, 'creator_id'));
    onClose();
    announce(`@${account.username} is linked`);
    await show();
  };
  return (
    <Dialog
      title={`Link @${account.username} to a creator`}
      description="Its whole history moves into the creator's sums."
      onClose={onClose}
    >
      <Form submit={submit} className="space-y-4">
        {({ pending }) => (
          <>
            <CreatorField />
            <div className="flex justify-end gap-2">
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" look="primary" pending={pending}>
                Link
              </Button>
            </div>
          </>
        )}
      </Form>
    </Dialog>
  );
}
