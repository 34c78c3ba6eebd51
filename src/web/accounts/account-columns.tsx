import { Link } from 'wouter';
import type { Account } from '../api/resources.ts';
import { Avatar } from '../design/avatar.tsx';
import { Count } from '../figures/count.tsx';
import { platformNames } from '../figures/platform.tsx';
import { Told } from '../figures/told.tsx';
import { When } from '../figures/when.tsx';
import type { Column } from '../table/column.ts';
import { Feeding, LastSeen } from './refreshes.tsx';

/** What is known of an account whatever the range. */
export const accountColumns: readonly Column<Account>[] = [
  {
    id: 'account',
    title: 'Account',
    fixed: true,
    sort: 'username',
    cell: (account) => <AccountName account={account} />,
  },
  {
    id: 'status',
    title: 'Status',
    cell: (account) => <Feeding account={account} />,
  },
  {
    id: 'creator',
    title: 'Creator',
    cell: ({ creator_id, creator_name }) =>
      creator_id === null ? (
        <span className="text-muted">–</span>
      ) : (
        <Link href={`/creators/${creator_id}`} className="hover:underline">
          {creator_name}
        </Link>
      ),
  },
  { id: 'category', title: 'Category', extra: true, cell: ({ category }) => category ?? '–' },
  {
    id: 'followers',
    title: 'Followers',
    numeric: true,
    sort: 'follower_count',
    cell: (row) => (
      <Told of={row} metric="followers">
        <Count value={row.follower_count} />
      </Told>
    ),
  },
  {
    id: 'posts',
    title: 'Posts',
    numeric: true,
    extra: true,
    cell: ({ total_post_count }) => <Count value={total_post_count} />,
  },
  {
    id: 'views',
    title: 'Total views',
    numeric: true,
    sort: 'view_count',
    cell: (row) => (
      <Told of={row} metric="views">
        <Count value={row.view_count} />
      </Told>
    ),
  },
  {
    id: 'likes',
    title: 'Total likes',
    numeric: true,
    sort: 'like_count',
    extra: true,
    cell: (row) => (
      <Told of={row} metric="likes">
        <Count value={row.like_count} />
      </Told>
    ),
  },
  {
    id: 'plays',
    title: 'Total plays',
    numeric: true,
    sort: 'play_count',
    extra: true,
    cell: (row) => (
      <Told of={row} metric="plays">
        <Count value={row.play_count} />
      </Told>
    ),
  },
];

/** When an account was looked at and since when it is tracked: behind the numbers. */
export const accountTimes: readonly Column<Account>[] = [
  {
    id: 'refreshed',
    title: 'Refreshed',
    sort: 'last_scrape_time',
    cell: (account) => <LastSeen account={account} />,
  },
  { id: 'added', title: 'Added', sort: 'added_at', extra: true, cell: ({ added_at }) => <When at={added_at} /> },
];

function AccountName({ account: { id, username, name, platform } }: { account: Account }) {
  return (
    <div className="flex items-center gap-2.5">
      <Avatar name={username} />
      <div className="min-w-0">
        <Link href={`/accounts/${id}`} className="block truncate font-medium hover:underline">
          @{username}
        </Link>
        <span className="block truncate text-xs text-muted">
          {platformNames[platform]}
          {name !== null && name !== username && ` · ${name}`}
        </span>
      </div>
    </div>
  );
}
