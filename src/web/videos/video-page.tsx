import { useQuery } from '@tanstack/react-query';
import { v2 } from '../api/v2.ts';
import { PageHeader } from '../design/page-header.tsx';
import { DetailNumbers } from '../detail/detail.tsx';
import { Loaded } from '../detail/loaded.tsx';
import { Activity } from '../figures/activity.tsx';
import { useRange } from '../range/range.ts';
import { RangePicker } from '../range/range-picker.tsx';
import { useMay } from '../session/session.tsx';
import { captionOf } from './post-columns.tsx';
import { PostFacts } from './post-facts.tsx';
import { VideoMenu } from './video-menu.tsx';

export default function VideoPage({ params: { id } }: { params: { id: string } }) {
  const writes = useMay('member');
  const [range, setRange] = useRange();
  const params = { video_id: id };
  const video = useQuery({
    queryKey: ['videos', id],
    queryFn: async ({ signal }) => (await v2('GET', '/videos/{video_id}', { params, signal })).data,
  });
  return (
    <Loaded query={video} back={{ href: '/videos', title: 'Individual videos' }}>
      {(data) => (
        <>
          <PageHeader
            title={captionOf(data)}
            lead={
              <span className="flex flex-wrap items-center gap-2">
                {data.account_username !== null && `@${data.account_username}`}
                <Activity active={data.is_active} unavailable={data.is_unavailable} />
              </span>
            }
            actions={
              <>
                <RangePicker range={range} onChange={setRange} />
                {writes && <VideoMenu video={data} leave />}
              </>
            }
          />
          <DetailNumbers
            of={['videos', id]}
            range={range}
            timeseries={(signal) => v2('GET', '/videos/{video_id}/timeseries', { params, query: range, signal })}
            analytics={(signal) => v2('GET', '/videos/{video_id}/analytics', { params, query: range, signal })}
          />
          <PostFacts post={data} />
        </>
      )}
    </Loaded>
  );
}
