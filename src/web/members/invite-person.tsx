import { useState } from 'react';
import { dashboard } from '../api/dashboard.ts';
import type { LinkedInvitation } from '../api/resources.ts';
import { useShowChanges } from '../changes/changes.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { useMay, useVisitor } from '../session/session.tsx';
import { PassOn } from './pass-on.tsx';
import { roleMeanings } from './roles.ts';

/** Invites somebody. The link is there to be passed on, whether a mail with it goes out too or not. */
export function InvitePerson({ onClose }: { onClose: () => void }) {
  const owns = useMay('owner');
  const sendsMail = useVisitor().session.sends_mail;
  const show = useShowChanges();
  const [made, setMade] = useState<LinkedInvitation | null>(null);
  const invite = async (values: FormData) => {
    const role = roleMeanings.find((candidate) => candidate.role === textOf(values, 'role'))?.role ?? 'viewer';
    setMade((await dashboard('POST', '/invitations', { body: { email: textOf(values, 'email'), role } })).data);
    await show();
  };
  if (made !== null) return <PassOn invitation={made} onClose={onClose} />;
  return (
    <Dialog
      title="Invite somebody"
      description={
        sendsMail
          ? 'They get a mail with a link that works once. You are shown the link too.'
          : 'You get a link to send to them. It is shown once and works once.'
      }
      onClose={onClose}
    >
      <Form submit={invite} className="space-y-4">
        {({ pending, wrong }) => (
          <>
            <TextField label="Email" name="email" type="email" required autoComplete="off" error={wrong('email')} />
            <SelectField label="Role" name="role" defaultValue="member" error={wrong('role')}>
              {roleMeanings
                .filter(({ role }) => owns || role !== 'owner')
                .map(({ role, title, text }) => (
                  <option key={role} value={role}>
                    {title}: {text}
                  </option>
                ))}
            </SelectField>
            <div className="flex justify-end gap-2">
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" look="primary" pending={pending}>
                Make invitation
              </Button>
            </div>
          </>
        )}
      </Form>
    </Dialog>
  );
}
