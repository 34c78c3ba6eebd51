import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { AccountMenu } from '../accounts/account-menu.tsx';
import { v2 } from '../api/v2.ts';
import { Avatar } from '../design/avatar.tsx';
import { Card } from '../design/card.tsx';
import { PageHeader } from '../design/page-header.tsx';
import { ErrorState, LoadingLines } from '../design/states.tsx';
import { DetailNumbers } from '../detail/detail.tsx';
import { Loaded } from '../detail/loaded.tsx';
import { Activity } from '../figures/activity.tsx';
import { short } from '../figures/format.ts';
import { PlatformBadge } from '../figures/platform.tsx';
import { Told } from '../figures/told.tsx';
import { useRange } from '../range/range.ts';
import { RangePicker } from '../range/range-picker.tsx';
import { useMay } from '../session/session.tsx';
import { CreatorMenu } from './creator-menu.tsx';

export default function CreatorPage({ params: { id } }: { params: { id: string } }) {
  const writes = useMay('member');
  const [range, setRange] = useRange();
  const params = { creator_id: id };
  const creator = useQuery({
    queryKey: ['creators', id],
    queryFn: async ({ signal }) => (await v2('GET', '/creators/{creator_id}', { params, signal })).data,
  });
  return (
    <Loaded query={creator} back={{ href: '/creators', title: 'Creators' }}>
      {(data) => (
        <>
          <PageHeader
            title={data.name}
            before={<Avatar name={data.name} size="large" />}
            lead={
              <span className="flex flex-wrap items-center gap-2">
                {data.accounts_summary.total} accounts ·{' '}
                <Told of={data} metric="followers">
                  {short(data.accounts_summary.total_followers)}
                </Told>{' '}
                followers
                <Activity active={data.is_active} />
              </span>
            }
            actions={
              <>
                <RangePicker range={range} onChange={setRange} />
                {writes && <CreatorMenu creator={data} leave />}
              </>
            }
          />
          <DetailNumbers
            of={['creators', id]}
            range={range}
            timeseries={(signal) => v2('GET', '/creators/{creator_id}/timeseries', { params, query: range, signal })}
            analytics={(signal) => v2('GET', '/creators/{creator_id}/analytics', { params, query: range, signal })}
          />
          <LinkedAccounts creatorId={id} writes={writes} />
        </>
      )}
    </Loaded>
  );
}

function LinkedAccounts({ creatorId, writes }: { creatorId: string; writes: boolean }) {
  const accounts = useQuery({
    queryKey: ['accounts', 'of', creatorId],
    queryFn: async ({ signal }) =>
      (
        await v2('GET', '/accounts', {
          query: { creator_id: creatorId, order_by: 'follower_count', limit: 200 },
          signal,
        })
      ).data,
  });
  return (
    <Card flush title="Accounts">
      {accounts.isPending && <LoadingLines lines={3} />}
      {accounts.isError && <ErrorState error={accounts.error} retry={() => void accounts.refetch()} />}
      {accounts.data?.length === 0 && (
        <p className="p-4 text-sm text-muted">None yet. Link one from the menu of an account.</p>
      )}
      <ul className="divide-y divide-line">
        {accounts.data?.map((account) => (
          <li key={account.id} className="flex items-center gap-3 px-4 py-2">
            <Avatar name={account.username} />
            <Link
              href={`/accounts/${account.id}`}
              className="min-w-0 flex-1 truncate text-sm font-medium hover:underline"
            >
              @{account.username}
            </Link>
            <PlatformBadge platform={account.platform} />
            <Activity active={account.is_active} unavailable={account.is_unavailable} />
            <span className="hidden w-32 text-right text-sm sm:block">
              <Told of={account} metric="followers">
                {short(account.follower_count)}
              </Told>{' '}
              followers
            </span>
            {writes && <AccountMenu account={account} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}
