import { dashboard } from '../api/dashboard.ts';
import { useRefreshKeys } from '../api/keys-query.ts';
import type { ApiKey, NewKey } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { SelectField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { Notice } from '../design/notice.tsx';
import { When } from '../figures/when.tsx';

const overlaps = [
  { hours: 0, title: 'No longer: replace it at once' },
  { hours: 1, title: 'For 1 hour' },
  { hours: 24, title: 'For 24 hours' },
  { hours: 168, title: 'For 7 days' },
  { hours: 720, title: 'For 30 days' },
] as const;

/** A new key in the place of an old one, which works on while its users move. */
export function RotateKey({
  apiKey,
  onClose,
  onRotated,
}: {
  apiKey: ApiKey;
  onClose: () => void;
  onRotated: (made: NewKey) => void;
}) {
  const refresh = useRefreshKeys();
  const rotate = async (values: FormData) => {
    const body = { overlap_hours: Number(textOf(values, 'hours')) };
    const { data } = await dashboard('POST', '/api-keys/{key_id}/rotate', { params: { key_id: apiKey.id }, body });
    const { key, ...made } = data;
    onClose();
    onRotated({ apiKey: made, fullKey: key });
    await refresh();
  };
  return (
    <Dialog
      title={`Rotate “${apiKey.name}”`}
      description="Makes a new key with the same name and scopes. It is shown once, right after this."
      onClose={onClose}
    >
      <Form submit={rotate} className="space-y-4">
        {({ pending, wrong }) => (
          <>
            {apiKey.used_within_24h && apiKey.last_used_at !== null && (
              <Notice tone="info">
                In use: <When at={apiKey.last_used_at} />
                {apiKey.last_used_client !== null && ` by ${apiKey.last_used_client}`}. Give it the new key before the
                old one ends.
              </Notice>
            )}
            <SelectField label="The old key works on" name="hours" defaultValue={24} error={wrong('overlap_hours')}>
              {overlaps.map(({ hours, title }) => (
                <option key={hours} value={hours}>
                  {title}
                </option>
              ))}
            </SelectField>
            <div className="flex justify-end gap-2">
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" look="primary" pending={pending}>
                Rotate key
              </Button>
            </div>
          </>
        )}
      </Form>
    </Dialog>
  );
}
