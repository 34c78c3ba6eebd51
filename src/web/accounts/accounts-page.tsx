import { AtSign } from 'lucide-react';
import type { Account } from '../api/resources.ts';
import { v2 } from '../api/v2.ts';
import { flag } from '../table/address.ts';
import { given, orderIn, platformIn } from '../table/asked.ts';
import { ResourceList } from '../table/resource-list.tsx';
import { rangeLabel, totalsById, windowColumns } from '../table/window-columns.tsx';
import { deleteAccount, setActive } from './account-changes.ts';
import { accountColumns, accountTimes } from './account-columns.tsx';
import { AccountMenu, deletionWarning } from './account-menu.tsx';
import { AddAccount } from './add-account.tsx';

const orders = [
  'added_at',
  'username',
  'last_scrape_time',
  'follower_count',
  'view_count',
  'like_count',
  'play_count',
] as const;

const askedIn = (address: URLSearchParams) => ({
  q: given(address, 'q'),
  platform: platformIn(address),
  is_active: flag(address.get('active')),
  creator_id: given(address, 'creator_id'),
  ...orderIn(address, orders, { by: 'follower_count', direction: 'desc' }),
});

export default function AccountsPage() {
  return (
    <ResourceList<Account, ReturnType<typeof askedIn>>
      name="accounts"
      title="Accounts"
      lead="The profiles whose posts are followed."
      search="Search usernames"
      filters={['platform', 'active']}
      asked={askedIn}
      load={(asked, { signal, ...page }) => v2('GET', '/accounts', { query: { ...asked, ...page }, signal })}
      gains={async (rows, range, signal) => {
        const account_ids = rows.map(({ id }) => id);
        return totalsById(await v2('POST', '/accounts/metrics', { body: { account_ids, ...range }, signal }));
      }}
      columns={(range, gained) => [
        ...accountColumns,
        ...windowColumns(gained, rangeLabel(range.period)),
        ...accountTimes,
      ]}
      rowId={({ id }) => id}
      rowName={({ username }) => `@${username}`}
      empty={{
        icon: AtSign,
        title: 'No accounts yet',
        text: 'Track an Instagram or TikTok profile: its posts and numbers are then kept day by day.',
      }}
      changes={{
        noun: { one: 'account', many: 'accounts' },
        warning: deletionWarning,
        setActive,
        remove: deleteAccount,
        add: 'Track account',
        adding: (close) => <AddAccount onClose={close} />,
        menu: (account) => <AccountMenu account={account} />,
      }}
    />
  );
}
