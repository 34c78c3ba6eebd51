import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Account } from '../api/resources.ts';
import { v2 } from '../api/v2.ts';
import { Avatar } from '../design/avatar.tsx';
import { Card } from '../design/card.tsx';
import { PageHeader } from '../design/page-header.tsx';
import { DetailNumbers, Facts } from '../detail/detail.tsx';
import { Loaded } from '../detail/loaded.tsx';
import { full } from '../figures/format.ts';
import { platformNames } from '../figures/platform.tsx';
import { Told } from '../figures/told.tsx';
import { When } from '../figures/when.tsx';
import { useRange } from '../range/range.ts';
import { RangePicker } from '../range/range-picker.tsx';
import { useMay } from '../session/session.tsx';
import { AccountMenu } from './account-menu.tsx';
import { OtherAccount } from './other-account.tsx';
import { Feeding, isFedByFiles, LastSeen } from './refreshes.tsx';

export default function AccountPage({ params: { id } }: { params: { id: string } }) {
  const writes = useMay('member');
  const [range, setRange] = useRange();
  const params = { account_id: id };
  const account = useQuery({
    queryKey: ['accounts', id],
    queryFn: async ({ signal }) => (await v2('GET', '/accounts/{account_id}', { params, signal })).data,
  });
  return (
    <Loaded query={account} back={{ href: '/accounts', title: 'Accounts' }}>
      {(data) => (
        <>
          <PageHeader
            title={`@${data.username}`}
            before={<Avatar name={data.username} size="large" />}
            lead={
              <span className="flex flex-wrap items-center gap-2">
                {platformNames[data.platform]} {data.name !== null && `· ${data.name}`}
                <Feeding account={data} />
              </span>
            }
            actions={
              <>
                <RangePicker range={range} onChange={setRange} />
                {writes && <AccountMenu account={data} leave />}
              </>
            }
          />
          <OtherAccount account={data} decides={writes} />
          <DetailNumbers
            of={['accounts', id]}
            range={range}
            timeseries={(signal) => v2('GET', '/accounts/{account_id}/timeseries', { params, query: range, signal })}
            analytics={(signal) => v2('GET', '/accounts/{account_id}/analytics', { params, query: range, signal })}
          />
          <Card title="About">
            <Facts facts={factsOf(data)} />
          </Card>
        </>
      )}
    </Loaded>
  );
}

function factsOf(account: Account) {
  const { creator_id, creator_name, unreadable_posts } = account;
  const isByFile = isFedByFiles(account);
  return [
    {
      name: 'Followers',
      value: (
        <Told of={account} metric="followers">
          {full(account.follower_count)}
        </Told>
      ),
    },
    { name: 'Posts followed', value: full(account.total_post_count) },
    {
      name: 'Total views',
      value: (
        <Told of={account} metric="views">
          {full(account.view_count)}
        </Told>
      ),
    },
    {
      name: 'Total likes',
      value: (
        <Told of={account} metric="likes">
          {full(account.like_count)}
        </Told>
      ),
    },
    {
      name: 'Creator',
      value:
        creator_id === null ? (
          'none'
        ) : (
          <Link href={`/creators/${creator_id}`} className="underline underline-offset-2">
            {creator_name}
          </Link>
        ),
    },
    { name: 'Category', value: account.category ?? 'none' },
    ...(isByFile ? [] : [{ name: 'Refreshed every', value: `${account.scrape_interval_hours} hours` }]),
    { name: isByFile ? 'Numbers' : 'Last refreshed', value: <LastSeen account={account} /> },
    ...(unreadable_posts ? [{ name: 'Posts that could not be read', value: unreadable_posts }] : []),
    { name: 'Tracked since', value: <When at={account.added_at} /> },
    {
      name: 'Its videos',
      value: (
        <Link href={`/account-videos?account_id=${account.id}`} className="underline underline-offset-2">
          Show them
        </Link>
      ),
    },
    { name: 'Bio', value: account.description ?? 'none' },
  ];
}
