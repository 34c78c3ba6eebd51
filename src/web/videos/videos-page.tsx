import { useQuery } from '@tanstack/react-query';
import { Clapperboard, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Video } from '../api/resources.ts';
import { v2 } from '../api/v2.ts';
import { Button } from '../design/button.tsx';
import { PageHeader } from '../design/page-header.tsx';
import { Activity } from '../figures/activity.tsx';
import { When } from '../figures/when.tsx';
import { type Range, useRange } from '../range/range.ts';
import { RangePicker } from '../range/range-picker.tsx';
import { useMay } from '../session/session.tsx';
import { flag, oneOf, useAddress } from '../table/address.ts';
import type { Column } from '../table/column.ts';
import { activityOptions, Filter, platformOptions } from '../table/filter.tsx';
import { useKeysetPages } from '../table/keyset-pages.ts';
import { ListCard } from '../table/list-card.tsx';
import { usePageSize } from '../table/page-size.ts';
import { SearchField } from '../table/search-field.tsx';
import { useBulk } from '../table/use-bulk.tsx';
import { rangeLabel, windowColumns } from '../table/window-columns.tsx';
import { AddVideo } from './add-video.tsx';
import { captionOf, postColumns } from './post-columns.tsx';
import { deleteVideo, setActive } from './video-changes.ts';
import { deletionWarning, VideoMenu } from './video-menu.tsx';

const orders = ['added_at', 'create_time', 'view_count', 'like_count', 'play_count'] as const;

const ownColumns: readonly Column<Video>[] = [
  {
    id: 'status',
    title: 'Status',
    cell: ({ is_active, is_unavailable }) => <Activity active={is_active} unavailable={is_unavailable} />,
  },
  { id: 'added', title: 'Added', sort: 'added_at', cell: ({ added_at }) => <When at={added_at} /> },
];

export default function VideosPage() {
  const writes = useMay('member');
  const [adding, setAdding] = useState(false);
  const [range, setRange] = useRange();
  const [address, change] = useAddress();
  const [size, setSize] = usePageSize();
  const asked = {
    q: address.get('q') ?? undefined,
    platform: oneOf(['instagram', 'tiktok'], address.get('platform')),
    is_active: flag(address.get('active')),
    order_by: oneOf(orders, address.get('order_by')) ?? 'added_at',
    order_direction: oneOf(['asc', 'desc'], address.get('order_direction')) ?? 'desc',
  };
  const pages = useKeysetPages<Video>('videos', asked, size, ({ signal, ...page }) =>
    v2('GET', '/videos', { query: { ...asked, ...page }, signal }),
  );
  const totals = useWindow(pages.rows, range);
  const { bulk, dialog } = useBulk({
    noun: { one: 'video', many: 'videos' },
    warning: deletionWarning,
    setActive,
    remove: deleteVideo,
  });
  const add = writes && (
    <Button look="primary" icon={Plus} onClick={() => setAdding(true)}>
      Track video
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Individual videos"
        lead="Single videos, counted apart from accounts and creators."
        actions={
          <>
            <RangePicker range={range} onChange={setRange} />
            {add}
          </>
        }
      />
      <ListCard
        name="videos"
        title="Individual videos"
        columns={[
          ...postColumns<Video>(({ id }) => `/videos/${id}`),
          ...windowColumns<Video>(({ id }) => totals?.[id], rangeLabel(range.period)),
          ...ownColumns,
        ]}
        pages={pages}
        rowId={({ id }) => id}
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
            <Filter
              label="Status"
              any="Any status"
              options={activityOptions}
              value={address.get('active')}
              onChange={(active) => change({ active })}
            />
          </>
        }
        filtered={[asked.q, asked.platform, asked.is_active].some((value) => value !== undefined)}
        empty={{
          icon: Clapperboard,
          title: 'No videos yet',
          text: 'Track a single video by its address, without following the whole account.',
          action: add,
        }}
        bulk={writes ? bulk : null}
        {...(writes && { actions: (video: Video) => <VideoMenu video={video} /> })}
      />
      {dialog}
      {adding && <AddVideo onClose={() => setAdding(false)} />}
    </>
  );
}

/** What the videos of a page gained in the range, in one request. */
function useWindow(rows: readonly Video[], range: Range) {
  const video_ids = rows.map(({ id }) => id);
  return useQuery({
    queryKey: ['videos', 'metrics', video_ids, range],
    queryFn: async ({ signal }) =>
      (await v2('POST', '/videos/metrics', { body: { video_ids, ...range }, signal })).data,
    enabled: video_ids.length > 0,
  }).data;
}
