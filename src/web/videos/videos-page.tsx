import { Clapperboard } from 'lucide-react';
import type { Video } from '../api/resources.ts';
import { v2 } from '../api/v2.ts';
import { Activity } from '../figures/activity.tsx';
import { When } from '../figures/when.tsx';
import { flag } from '../table/address.ts';
import { given, orderIn, platformIn } from '../table/asked.ts';
import type { Column } from '../table/column.ts';
import { ResourceList } from '../table/resource-list.tsx';
import { rangeLabel, totalsById, windowColumns } from '../table/window-columns.tsx';
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

const askedIn = (address: URLSearchParams) => ({
  q: given(address, 'q'),
  platform: platformIn(address),
  is_active: flag(address.get('active')),
  ...orderIn(address, orders, { by: 'added_at', direction: 'desc' }),
});

export default function VideosPage() {
  return (
    <ResourceList<Video, ReturnType<typeof askedIn>>
      name="videos"
      title="Individual videos"
      lead="Single videos, counted apart from accounts and creators."
      search="Search captions"
      filters={['platform', 'active']}
      asked={askedIn}
      load={(asked, { signal, ...page }) => v2('GET', '/videos', { query: { ...asked, ...page }, signal })}
      gains={async (rows, range, signal) => {
        const video_ids = rows.map(({ id }) => id);
        return totalsById(await v2('POST', '/videos/metrics', { body: { video_ids, ...range }, signal }));
      }}
      columns={(range, gained) => [
        ...postColumns<Video>(({ id }) => `/videos/${id}`),
        ...windowColumns(gained, rangeLabel(range.period)),
        ...ownColumns,
      ]}
      rowId={({ id }) => id}
      rowName={captionOf}
      empty={{
        icon: Clapperboard,
        title: 'No videos yet',
        text: 'Track a single video by its address, without following the whole account.',
      }}
      changes={{
        noun: { one: 'video', many: 'videos' },
        warning: deletionWarning,
        setActive,
        remove: deleteVideo,
        add: 'Track video',
        adding: (close) => <AddVideo onClose={close} />,
        menu: (video) => <VideoMenu video={video} />,
      }}
    />
  );
}
