import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { dashboardApiBase } from '../../dashboard/contract/route.ts';
import { dashboard } from '../api/dashboard.ts';
import { Button } from '../design/button.tsx';
import { Card } from '../design/card.tsx';
import { PageHeader } from '../design/page-header.tsx';
import { ErrorState, LoadingLines } from '../design/states.tsx';
import { RowsMenu } from '../export/rows-menu.tsx';
import { useMay } from '../session/session.tsx';
import { Invitations } from './invitations.tsx';
import { InvitePerson } from './invite-person.tsx';
import { MemberLine } from './member-line.tsx';

export default function MembersPage() {
  const manages = useMay('admin');
  const [inviting, setInviting] = useState(false);
  const members = useQuery({
    queryKey: ['members'],
    queryFn: async ({ signal }) => (await dashboard('GET', '/members', { signal })).data,
  });
  return (
    <>
      <PageHeader
        title="Members"
        lead="Who is in this organization, and what they may do."
        actions={
          manages && (
            <Button look="primary" icon={UserPlus} onClick={() => setInviting(true)}>
              Invite
            </Button>
          )
        }
      />
      <div className="space-y-5">
        <Card flush title="Members" actions={<RowsMenu name="members" base={dashboardApiBase} path="/members" />}>
          {members.isPending && <LoadingLines lines={3} />}
          {members.isError && <ErrorState error={members.error} retry={() => void members.refetch()} />}
          {members.isSuccess && (
            <ul className="divide-y divide-line">
              {members.data.map((member) => (
                <MemberLine key={member.id} member={member} manages={manages} />
              ))}
            </ul>
          )}
        </Card>
        {manages && <Invitations />}
      </div>
      {inviting && <InvitePerson onClose={() => setInviting(false)} />}
    </>
  );
}
