import { useLocation } from 'wouter';
import { dashboard } from '../api/dashboard.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { TextField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { useEnterSession } from '../session/session.tsx';

export function NewOrganization({ onClose }: { onClose: () => void }) {
  const enter = useEnterSession();
  const [, navigate] = useLocation();
  const make = async (values: FormData) => {
    const { data } = await dashboard('POST', '/organizations', { body: { name: textOf(values, 'name') } });
    onClose();
    navigate('/');
    enter(data);
  };
  return (
    <Dialog
      title="New organization"
      description="Its accounts, keys and members are its own. You become its owner."
      onClose={onClose}
    >
      <Form submit={make} className="space-y-4">
        {({ pending, wrong }) => (
          <>
            <TextField label="Name" name="name" required maxLength={255} error={wrong('name')} />
            <div className="flex justify-end gap-2">
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" look="primary" pending={pending}>
                Create
              </Button>
            </div>
          </>
        )}
      </Form>
    </Dialog>
  );
}
