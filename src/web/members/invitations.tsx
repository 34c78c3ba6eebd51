import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { dashboard } from '../api/dashboard.ts';
import { useChange } from '../changes/changes.ts';
import { Badge } from '../design/badge.tsx';
import { IconButton } from '../design/button.tsx';
import { Card } from '../design/card.tsx';
import { CopyIconButton } from '../design/copy-button.tsx';
import { ErrorState } from '../design/states.tsx';
import { When } from '../figures/when.tsx';

/** Invitations that nobody has accepted yet. */
export function Invitations() {
  const change = useChange();
  const invitations = useQuery({
    queryKey: ['invitations'],
    queryFn: async ({ signal }) => (await dashboard('GET', '/invitations', { signal })).data,
    gcTime: 0,
  });
  if (invitations.isError) return <ErrorState error={invitations.error} retry={() => void invitations.refetch()} />;
  if (invitations.data === undefined || invitations.data.length === 0) return null;
  return (
    <Card flush title="Open invitations">
      <ul className="divide-y divide-line">
        {invitations.data.map(({ id, email, role, invited_by, expires_at, expired, link }) => (
          <li key={id} className="flex flex-wrap items-center gap-3 px-4 py-2.5">
            <div className="min-w-0 flex-1">
              <p className="truncate text-sm font-medium">{email}</p>
              <p className="truncate text-xs text-muted">
                by {invited_by} · {expired ? 'expired' : 'ends'} <When at={expires_at} />
              </p>
            </div>
            <Badge>{role}</Badge>
            {!expired && <CopyIconButton text={link} what={`link for ${email}`} />}
            <IconButton
              label={`Revoke the invitation of ${email}`}
              icon={Trash2}
              onClick={() =>
                change(
                  () => dashboard('DELETE', '/invitations/{invitation_id}', { params: { invitation_id: id } }),
                  `The invitation of ${email} is revoked`,
                )
              }
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
