import { useQueryClient } from '@tanstack/react-query';
import { UserMinus } from 'lucide-react';
import { useState } from 'react';
import { isSignInName } from '../../dashboard/contract/sign-in-name.ts';
import { dashboard } from '../api/dashboard.ts';
import type { Member } from '../api/resources.ts';
import { useChange, useShowChanges } from '../changes/changes.ts';
import { Avatar } from '../design/avatar.tsx';
import { Badge } from '../design/badge.tsx';
import { IconButton } from '../design/button.tsx';
import { Confirm } from '../design/confirm.tsx';
import { When } from '../figures/when.tsx';
import { sessionQuery, useMay, useVisitor } from '../session/session.tsx';
import { roleMeanings } from './roles.ts';

export function MemberLine({ member, manages }: { member: Member; manages: boolean }) {
  const [removing, setRemoving] = useState(false);
  const change = useChange();
  const show = useShowChanges();
  const client = useQueryClient();
  const owns = useMay('owner');
  const { session } = useVisitor();
  // Where nothing proves any address, each line would say so.
  const provable = session.oidc !== null || session.sends_mail || isSignInName(member.email);
  // Only owners make owners, and change what an owner is; the server refuses it too.
  const changeable = manages && (owns || member.role !== 'owner');
  const params = { member_id: member.id };
  const setRole = (value: string) => {
    const wanted = roleMeanings.find(({ role }) => role === value);
    if (wanted === undefined) return;
    const act = async () => {
      await dashboard('PATCH', '/members/{member_id}', { params, body: { role: wanted.role } });
      if (member.is_you) await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    };
    change(act, `${member.name} is ${wanted.role} now`);
  };
  const remove = async () => {
    await dashboard('DELETE', '/members/{member_id}', { params });
    await show();
  };
  return (
    <li className="flex flex-wrap items-center gap-3 px-4 py-2.5">
      <Avatar name={member.name} />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 truncate text-sm font-medium">
          {member.name} {member.is_you && <Badge tone="info">you</Badge>}
          {!member.address_proven && provable && (
            <Badge title="Neither a provider of sign-ins nor a mail has shown whose it is.">address not proven</Badge>
          )}
        </p>
        <p className="truncate text-xs text-muted">
          {member.email} · joined <When at={member.joined_at} />
        </p>
      </div>
      {changeable ? (
        <div className="w-32">
          <select
            aria-label={`Role of ${member.name}`}
            className="control"
            value={member.role}
            onChange={(event) => setRole(event.currentTarget.value)}
          >
            {roleMeanings
              .filter(({ role }) => owns || role !== 'owner')
              .map(({ role, title }) => (
                <option key={role} value={role}>
                  {title}
                </option>
              ))}
          </select>
        </div>
      ) : (
        <Badge>{member.role}</Badge>
      )}
      {manages && (
        // As wide where there is none, so that the roles stand below one another.
        <div className="w-8">
          {changeable && !member.is_you && (
            <IconButton label={`Remove ${member.name}`} icon={UserMinus} onClick={() => setRemoving(true)} />
          )}
        </div>
      )}
      {removing && (
        <Confirm title={`Remove ${member.name}?`} verb="Remove member" act={remove} onClose={() => setRemoving(false)}>
          <p className="text-muted">They lose access at once. Keys that they made keep working.</p>
        </Confirm>
      )}
    </li>
  );
}
