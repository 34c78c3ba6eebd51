import type { LinkedInvitation } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { CopyButton } from '../design/copy-button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { moment } from '../figures/format.ts';

/** The only time that an invitation's link is shown. */
export function PassOn({ invitation, onClose }: { invitation: LinkedInvitation; onClose: () => void }) {
  return (
    <Dialog
      title={invitation.mailed ? 'The invitation is on its way' : 'Pass on this link'}
      description={`${invitation.mailed ? `A mail to ${invitation.email} has this link.` : ''} It lets ${invitation.email} in as ${invitation.role}, until ${moment(invitation.expires_at)}. It is not shown again${invitation.mailed ? '' : ': send it now'}.`.trim()}
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
