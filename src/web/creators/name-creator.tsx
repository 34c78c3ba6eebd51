import { useShowChanges } from '../changes/changes.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { TextField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { announce } from '../design/toasts.tsx';

/** Asks for a creator's name, of a new one or of one that is renamed. */
export function NameCreator({
  title,
  verb,
  preset = '',
  save,
  onClose,
}: {
  title: string;
  verb: string;
  preset?: string;
  save: (name: string) => Promise<unknown>;
  onClose: () => void;
}) {
  const show = useShowChanges();
  const submit = async (values: FormData) => {
    const name = textOf(values, 'name');
    await save(name);
    onClose();
    announce(`“${name}” is saved`);
    await show();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <Form submit={submit} className="space-y-4">
        {({ pending, wrong }) => (
          <>
            <TextField
              label="Name"
              name="name"
              defaultValue={preset}
              maxLength={255}
              required
              autoComplete="off"
              error={wrong('name')}
            />
            <div className="flex justify-end gap-2">
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" look="primary" pending={pending}>
                {verb}
              </Button>
            </div>
          </>
        )}
      </Form>
    </Dialog>
  );
}
