import { dashboard } from '../api/dashboard.ts';
import { useRefreshKeys } from '../api/keys-query.ts';
import type { NewKey } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { chosenScopes, ScopeChoice } from './scope-choice.tsx';

const lifetimes = [
  { days: '', title: 'Never' },
  { days: '7', title: 'In 7 days' },
  { days: '30', title: 'In 30 days' },
  { days: '90', title: 'In 90 days' },
  { days: '365', title: 'In a year' },
] as const;

/** Asks for name, scopes and expiry; hands over the new key, which no later answer holds. */
export function GenerateKey({ onClose, onMade }: { onClose: () => void; onMade: (made: NewKey) => void }) {
  const refresh = useRefreshKeys();
  const generate = async (values: FormData) => {
    const body = {
      name: textOf(values, 'name'),
      scopes: chosenScopes(values),
      expires_at: expiryIn(textOf(values, 'days')),
    };
    const { key, ...apiKey } = (await dashboard('POST', '/api-keys', { body })).data;
    onMade({ apiKey, fullKey: key });
    await refresh();
  };
  return (
    <Dialog title="Generate an API key" description="The key is shown once, right after this." onClose={onClose}>
      <Form submit={generate} className="space-y-4">
        {({ pending, wrong }) => (
          <>
            <TextField
              label="Name"
              name="name"
              placeholder="Claude Code on my laptop"
              hint="Where it will be used."
              maxLength={255}
              required
              autoComplete="off"
              error={wrong('name')}
            />
            <ScopeChoice error={wrong('scopes')} />
            <SelectField label="Expires" name="days" error={wrong('expires_at')}>
              {lifetimes.map(({ days, title }) => (
                <option key={title} value={days}>
                  {title}
                </option>
              ))}
            </SelectField>
            <div className="flex justify-end gap-2">
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" look="primary" pending={pending}>
                Generate key
              </Button>
            </div>
          </>
        )}
      </Form>
    </Dialog>
  );
}

function expiryIn(days: string): string | null {
  return days === '' ? null : new Date(Date.now() + Number(days) * 86_400_000).toISOString();
}
