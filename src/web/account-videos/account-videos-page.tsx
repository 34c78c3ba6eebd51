import { useQuery } from '@tanstack/react-query';
import { Film } from 'lucide-react';
import type { AccountVideo } from '../api/resources.ts';
import { v2 } from '../api/v2.ts';
import { PageHeader } from '../design/page-header.tsx';
import { type Range, useRange } from '../range/range.ts';
import { RangePicker } from '../range/range-picker.tsx';
import { oneOf, useAddress } from '../table/address.ts';
import { Filter, platformOptions } from '../table/filter.tsx';
import { useKeysetPages } from '../table/keyset-pages.ts';
import { ListCard } from '../table/list-card.tsx';
import { usePageSize } from '../table/page-size.ts';
import { SearchField } from '../table/search-field.tsx';
import { rangeLabel, windowColumns } from '../table/window-columns.tsx';
import { captionOf, postColumns } from '../videos/post-columns.tsx';

const orders = ['create_time', 'view_count', 'like_count', 'play_count'] as const;

/** The posts of the tracked accounts. They come and go with their accounts, so there is nothing to add here. */
export default function AccountVideosPage() {
  const [range, setRange] = useRange();
  const [address, change] = useAddress();
  const [size, setSize] = usePageSize();
  const asked = {
    q: address.get('q') ?? undefined,
    platform: oneOf(['instagram', 'tiktok'], address.get('platform')),
    account_id: address.get('account_id') ?? undefined,
    creator_id: address.get('creator_id') ?? undefined,
    order_by: oneOf(orders, address.get('order_by')) ?? 'create_time',
    order_direction: oneOf(['asc', 'desc'], address.get('order_direction')) ?? 'desc',
  };
  const pages = useKeysetPages<AccountVideo>('account-videos', asked, size, ({ signal, ...page }) =>
    v2('GET', '/account-videos', { query: { ...asked, ...page }, signal }),
  );
  const totals = useWindow(pages.rows, range);
  return (
    <>
      <PageHeader
        title="Account videos"
        lead="Every post that was found on the tracked accounts."
        actions={<RangePicker range={range} onChange={setRange} />}
      />
      <ListCard
        name="account-videos"
        title="Account videos"
        columns={[
          ...postColumns<AccountVideo>(({ platform, id }) => `/account-videos/${platform}/${id}`),
          ...windowColumns<AccountVideo>(({ id }) => totals?.[id], rangeLabel(range.period)),
        ]}
        pages={pages}
        rowId={({ platform, id }) => `${platform}/${id}`}
        rowName={captionOf}
        sorting={{ by: asked.order_by, direction: asked.order_direction }}
        size={size}
        onSize={setSize}
        filters={
          <>
            <SearchField label="Search captions" value={asked.q ?? ''} onChange={(q) => change({ q })} />
            <Filter
              label="Platform"
              any="All platforms"
              options={platformOptions}
              value={asked.platform ?? null}
              onChange={(platform) => change({ platform })}
            />
          </>
        }
        filtered={[asked.q, asked.platform, asked.account_id, asked.creator_id].some((value) => value !== undefined)}
        empty={{
          icon: Film,
          title: 'No videos yet',
          text: 'They appear when a tracked account has been refreshed for the first time.',
        }}
        bulk={null}
      />
    </>
  );
}

/** What the posts of a page gained in the range, in one request. */
function useWindow(rows: readonly AccountVideo[], range: Range) {
  const idsOn = (wanted: AccountVideo['platform']) =>
    rows.filter(({ platform }) => platform === wanted).map(({ id }) => id);
  const ids = { instagram_post_ids: idsOn('instagram'), tiktok_video_ids: idsOn('tiktok') };
  return useQuery({
    queryKey: ['account-videos', 'metrics', ids, range],
    queryFn: async ({ signal }) =>
      (await v2('POST', '/account-videos/metrics', { body: { ...ids, ...range }, signal })).data,
    enabled: rows.length > 0,
  }).data;
}
