import { useQuery } from '@tanstack/react-query';
import { AtSign, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Account } from '../api/resources.ts';
import { v2 } from '../api/v2.ts';
import { Button } from '../design/button.tsx';
import { PageHeader } from '../design/page-header.tsx';
import { type Range, useRange } from '../range/range.ts';
import { RangePicker } from '../range/range-picker.tsx';
import { useMay } from '../session/session.tsx';
import { flag, oneOf, useAddress } from '../table/address.ts';
import { activityOptions, Filter, platformOptions } from '../table/filter.tsx';
import { useKeysetPages } from '../table/keyset-pages.ts';
import { ListCard } from '../table/list-card.tsx';
import { usePageSize } from '../table/page-size.ts';
import { SearchField } from '../table/search-field.tsx';
import { useBulk } from '../table/use-bulk.tsx';
import { rangeLabel, windowColumns } from '../table/window-columns.tsx';
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

export default function AccountsPage() {
  const writes = useMay('member');
  const [adding, setAdding] = useState(false);
  const [range, setRange] = useRange();
  const [address, change] = useAddress();
  const [size, setSize] = usePageSize();
  const asked = {
    q: address.get('q') ?? undefined,
    platform: oneOf(['instagram', 'tiktok'], address.get('platform')),
    is_active: flag(address.get('active')),
    creator_id: address.get('creator_id') ?? undefined,
    order_by: oneOf(orders, address.get('order_by')) ?? 'follower_count',
    order_direction: oneOf(['asc', 'desc'], address.get('order_direction')) ?? 'desc',
  };
  const pages = useKeysetPages<Account>('accounts', asked, size, ({ signal, ...page }) =>
    v2('GET', '/accounts', { query: { ...asked, ...page }, signal }),
  );
  const totals = useWindow(pages.rows, range);
  const { bulk, dialog } = useBulk({
    noun: { one: 'account', many: 'accounts' },
    warning: deletionWarning,
    setActive,
    remove: deleteAccount,
  });
  const add = writes && (
    <Button look="primary" icon={Plus} onClick={() => setAdding(true)}>
      Track account
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Accounts"
        lead="The profiles whose posts are followed."
        actions={
          <>
            <RangePicker range={range} onChange={setRange} />
            {add}
          </>
        }
      />
      <ListCard
        name="accounts"
        title="Accounts"
        columns={[
          ...accountColumns,
          ...windowColumns<Account>(({ id }) => totals?.[id], rangeLabel(range.period)),
          ...accountTimes,
        ]}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ username }) => `@${username}`}
        sorting={{ by: asked.order_by, direction: asked.order_direction }}
        size={size}
        onSize={setSize}
        filters={
          <>
            <SearchField label="Search usernames" value={asked.q ?? ''} onChange={(q) => change({ q })} />
            <Filter
              label="Platform"
              any="All platforms"
              options={platformOptions}
              value={asked.platform ?? null}
              onChange={(platform) => change({ platform })}
            />
            <Filter
              label="Status"
              any="Any status"
              options={activityOptions}
              value={address.get('active')}
              onChange={(active) => change({ active })}
            />
          </>
        }
        filtered={[asked.q, asked.platform, asked.is_active, asked.creator_id].some((value) => value !== undefined)}
        empty={{
          icon: AtSign,
          title: 'No accounts yet',
          text: 'Track an Instagram or TikTok profile: its posts and numbers are then kept day by day.',
          action: add,
        }}
        bulk={writes ? bulk : null}
        {...(writes && { actions: (account: Account) => <AccountMenu account={account} /> })}
      />
      {dialog}
      {adding && <AddAccount onClose={() => setAdding(false)} />}
    </>
  );
}

/** What the accounts of a page gained in the range, in one request. */
function useWindow(rows: readonly Account[], range: Range) {
  const account_ids = rows.map(({ id }) => id);
  return useQuery({
    queryKey: ['accounts', 'metrics', account_ids, range],
    queryFn: async ({ signal }) =>
      (await v2('POST', '/accounts/metrics', { body: { account_ids, ...range }, signal })).data,
    enabled: account_ids.length > 0,
  }).data;
}
