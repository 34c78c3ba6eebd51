import { dashboard } from '../api/dashboard.ts';
import type { NewSecret } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { announce } from '../design/toasts.tsx';

/** Asks for what an app is called and where it is answered; hands over its secret, which no later answer holds. */
export function MakeOwnApp({
  onClose,
  onMade,
}: {
  onClose: () => void;
  /** Null for an app without a secret. */
  onMade: (made: NewSecret | null) => Promise<void>;
}) {
  const make = async (values: FormData) => {
    const body = {
      name: textOf(values, 'name'),
      redirect_uris: textOf(values, 'redirects').split(/\s+/).filter(Boolean),
      has_secret: textOf(values, 'secret') === 'yes',
    };
    const { client_secret: clientSecret, ...app } = (await dashboard('POST', '/own-apps', { body })).data;
    if (clientSecret === null) announce(`“${app.name}” is set up`);
    await onMade(clientSecret === null ? null : { app, clientSecret });
  };
  return (
    <Dialog title="Set up an app" description="Only members of this organization can let it in." onClose={onClose}>
      <Form submit={make} className="space-y-4">
        {({ pending, wrong }) => (
          <>
            <TextField
              label="Name"
              name="name"
              placeholder="Our reporting service"
              hint="It stands on the page where people let the app in."
              maxLength={255}
              required
              autoComplete="off"
              error={wrong('name')}
            />
            <TextField
              label="Redirect addresses"
              name="redirects"
              placeholder="https://reports.example.com/oauth/callback"
              hint="Where the app is answered, exactly as it says it; several with a space between."
              required
              autoComplete="off"
              error={wrong('redirect_uris')}
            />
            <SelectField label="Client secret" name="secret" error={wrong('has_secret')}>
              <option value="yes">With a secret: it runs on a server</option>
              <option value="no">Without: it runs on people's machines</option>
            </SelectField>
            <div className="flex justify-end gap-2">
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" look="primary" pending={pending}>
                Set up
              </Button>
            </div>
          </>
        )}
      </Form>
    </Dialog>
  );
}
