import { v2 } from '../api/v2.ts';
import { useShowChanges } from '../changes/changes.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { announce } from '../design/toasts.tsx';
import { oneOf } from '../table/address.ts';
import { platformOptions } from '../table/filter.tsx';
import { CreatorField } from './creator-field.tsx';

export function AddAccount({ onClose }: { onClose: () => void }) {
  const show = useShowChanges();
  const add = async (values: FormData) => {
    const category = textOf(values, 'category');
    const creator_id = textOf(values, 'creator_id');
    const body = {
      platform: oneOf(['instagram', 'tiktok'], textOf(values, 'platform')) ?? 'instagram',
      username: textOf(values, 'username'),
      ...(category !== '' && { category }),
      ...(creator_id !== '' && { creator_id }),
    };
    const { data } = await v2('POST', '/accounts', { body });
    onClose();
    announce(`@${data.username} is tracked; its numbers come with the first refresh`);
    await show();
  };
  return (
    <Dialog title="Track an account" description="It is looked at within the next minutes." onClose={onClose}>
      <Form submit={add} className="space-y-4">
        {({ pending, wrong }) => (
          <>
            <SelectField label="Platform" name="platform" error={wrong('platform')}>
              {platformOptions.map(({ value, title }) => (
                <option key={value} value={value}>
                  {title}
                </option>
              ))}
            </SelectField>
            <TextField
              label="Username"
              name="username"
              placeholder="ana.bakes"
              hint="With or without @, or the address of the profile."
              required
              autoComplete="off"
              error={wrong('username')}
            />
            <TextField
              label="Category (optional)"
              name="category"
              maxLength={255}
              autoComplete="off"
              error={wrong('category')}
            />
            <CreatorField optional />
            <div className="flex justify-end gap-2">
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" look="primary" pending={pending}>
                Track account
              </Button>
            </div>
          </>
        )}
      </Form>
    </Dialog>
  );
}
