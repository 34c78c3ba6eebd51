import { useQuery } from '@tanstack/react-query';
import { Link2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { dashboardApiBase } from '../../dashboard/contract/route.ts';
import { dashboard } from '../api/dashboard.ts';
import { failureText } from '../api/problem.ts';
import type { Invitation, LinkedInvitation } from '../api/resources.ts';
import { useChange, useShowChanges } from '../changes/changes.ts';
import { Badge } from '../design/badge.tsx';
import { IconButton } from '../design/button.tsx';
import { Card } from '../design/card.tsx';
import { ErrorState } from '../design/states.tsx';
import { announce } from '../design/toasts.tsx';
import { RowsMenu } from '../export/rows-menu.tsx';
import { When } from '../figures/when.tsx';
import { PassOn } from './pass-on.tsx';

/** Invitations that nobody has accepted yet. Their links are shown to whoever makes them, once. */
export function Invitations() {
  const [made, setMade] = useState<LinkedInvitation | null>(null);
  const invitations = useQuery({
    queryKey: ['invitations'],
    queryFn: async ({ signal }) => (await dashboard('GET', '/invitations', { signal })).data,
    gcTime: 0,
  });
  if (invitations.isError) return <ErrorState error={invitations.error} retry={() => void invitations.refetch()} />;
  if (invitations.data === undefined || invitations.data.length === 0) return null;
  return (
    <Card
      flush
      title="Open invitations"
      actions={<RowsMenu name="invitations" base={dashboardApiBase} path="/invitations" />}
    >
      <ul className="divide-y divide-line">
        {invitations.data.map((invitation) => (
          <InvitationLine key={invitation.id} invitation={invitation} onRenewed={setMade} />
        ))}
      </ul>
      {made !== null && <PassOn invitation={made} onClose={() => setMade(null)} />}
    </Card>
  );
}

function InvitationLine({
  invitation,
  onRenewed,
}: {
  invitation: Invitation;
  onRenewed: (made: LinkedInvitation) => void;
}) {
  const change = useChange();
  const show = useShowChanges();
  const { id, email, role, invited_by } = invitation;
  const params = { invitation_id: id };
  const renew = async () => {
    try {
      onRenewed((await dashboard('POST', '/invitations/{invitation_id}/renew', { params })).data);
      await show();
    } catch (error) {
      announce(failureText(error), 'bad');
    }
  };
  return (
    <li className="flex flex-wrap items-center gap-3 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm font-medium">{email}</p>
        <p className="text-xs text-muted">
          by {invited_by} · <State invitation={invitation} />
        </p>
      </div>
      <Badge>{role}</Badge>
      <IconButton label={`Make a new link for ${email}`} icon={Link2} onClick={() => void renew()} />
      <IconButton
        label={`Revoke the invitation of ${email}`}
        icon={Trash2}
        onClick={() =>
          change(
            () => dashboard('DELETE', '/invitations/{invitation_id}', { params }),
            `The invitation of ${email} is revoked`,
          )
        }
      />
    </li>
  );
}

const reasons: Readonly<Record<NonNullable<Invitation['revoked_because']>, string>> = {
  upgrade: 'revoked by the upgrade: everybody who manages members could see its link',
  role: 'revoked: whoever made it may not make it any more',
  removal: 'revoked: whoever made it is no member any more',
  suspension: 'revoked when the organization was suspended',
};

function State({ invitation: { revoked_because, expired, expires_at } }: { invitation: Invitation }) {
  if (revoked_because !== null) return <>{reasons[revoked_because]}. Make a new link if it is still wanted.</>;
  return (
    <>
      {expired ? 'expired' : 'ends'} <When at={expires_at} />
    </>
  );
}
