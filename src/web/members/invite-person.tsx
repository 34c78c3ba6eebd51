import { useState } from 'react';
import { dashboard } from '../api/dashboard.ts';
import type { Invitation } from '../api/resources.ts';
import { useShowChanges } from '../changes/changes.ts';
import { Button } from '../design/button.tsx';
import { CopyButton } from '../design/copy-button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { moment } from '../figures/format.ts';
import { useMay } from '../session/session.tsx';
import { roleMeanings } from './roles.ts';

/** Invites somebody: the program sends no mail, so the link is to be passed on. */
export function InvitePerson({ onClose }: { onClose: () => void }) {
  const owns = useMay('owner');
  const show = useShowChanges();
  const [made, setMade] = useState<Invitation | null>(null);
  const invite = async (values: FormData) => {
    const role = roleMeanings.find((candidate) => candidate.role === textOf(values, 'role'))?.role ?? 'viewer';
    setMade((await dashboard('POST', '/invitations', { body: { email: textOf(values, 'email'), role } })).data);
    await show();
  };
  if (made !== null) return <PassOn invitation={made} onClose={onClose} />;
  return (
    <Dialog title="Invite somebody" description="You get a link to send to them. It works once." onClose={onClose}>
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

function PassOn({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  return (
    <Dialog
      title="Pass on this link"
      description={`It lets ${invitation.email} in as ${invitation.role}, until ${moment(invitation.expires_at)}.`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Done</Button>
          <CopyButton text={invitation.link} what="link" label="Copy link" look="primary" />
        </>
      }
    >
      <code className="block break-all rounded-lg border border-line bg-sunken p-3 font-mono text-xs">
        {invitation.link}
      </code>
    </Dialog>
  );
}
