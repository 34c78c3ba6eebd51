import { v2 } from '../api/v2.ts';
import { useShowChanges } from '../changes/changes.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { announce } from '../design/toasts.tsx';
import { oneOf } from '../table/address.ts';
import { platformOptions } from '../table/filter.tsx';

export function AddVideo({ onClose }: { onClose: () => void }) {
  const show = useShowChanges();
  const add = async (values: FormData) => {
    const body = {
      platform: oneOf(['instagram', 'tiktok'], textOf(values, 'platform')) ?? 'instagram',
      identifier: textOf(values, 'identifier'),
    };
    await v2('POST', '/videos', { body });
    onClose();
    announce('The video is tracked; its numbers come with the first refresh');
    await show();
  };
  return (
    <Dialog title="Track a video" description="It is looked at within the next minutes." onClose={onClose}>
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
              label="Video"
              name="identifier"
              placeholder="https://www.instagram.com/reel/…"
              hint="Its address, shortcode or id."
              maxLength={2048}
              required
              autoComplete="off"
              error={wrong('identifier')}
            />
            <div className="flex justify-end gap-2">
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" look="primary" pending={pending}>
                Track video
              </Button>
            </div>
          </>
        )}
      </Form>
    </Dialog>
  );
}
