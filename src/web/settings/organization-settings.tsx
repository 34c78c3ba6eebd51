import { dashboard } from '../api/dashboard.ts';
import { Button } from '../design/button.tsx';
import { Card } from '../design/card.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { announce } from '../design/toasts.tsx';
import { useEnterSession, useVisitor } from '../session/session.tsx';
import { oneOf } from '../table/address.ts';

const urlKeyOptions = [
  { value: 'allow', title: 'Allowed' },
  { value: 'read_only', title: 'Allowed, but they can only read' },
  { value: 'forbid', title: 'Forbidden' },
] as const;

/** The name, and what becomes of keys in a URL. */
export function OrganizationSettings() {
  const { organization } = useVisitor();
  const enter = useEnterSession();
  const save = async (values: FormData) => {
    const url_keys = oneOf(['allow', 'read_only', 'forbid'], textOf(values, 'url_keys')) ?? organization.url_keys;
    const body = { name: textOf(values, 'name'), url_keys };
    enter((await dashboard('PATCH', '/organization', { body })).data);
    announce('The organization is saved');
  };
  return (
    <Card title="Organization">
      <Form submit={save} className="space-y-4">
        {({ pending, wrong }) => (
          <>
            <TextField
              label="Name"
              name="name"
              defaultValue={organization.name}
              maxLength={255}
              required
              error={wrong('name')}
            />
            <SelectField
              label="Keys in a URL"
              name="url_keys"
              defaultValue={organization.url_keys}
              hint="Some clients can send a key in no other way, but a URL ends up in histories and logs."
              error={wrong('url_keys')}
            >
              {urlKeyOptions.map(({ value, title }) => (
                <option key={value} value={value}>
                  {title}
                </option>
              ))}
            </SelectField>
            <Button type="submit" look="primary" pending={pending}>
              Save organization
            </Button>
          </>
        )}
      </Form>
    </Card>
  );
}
