import { useQuery } from '@tanstack/react-query';
import { Film } from 'lucide-react';
import { Link } from 'wouter';
import { v2 } from '../api/v2.ts';
import { Card } from '../design/card.tsx';
import { EmptyState, ErrorState, LoadingLines } from '../design/states.tsx';
import { short } from '../figures/format.ts';
import { PlatformBadge } from '../figures/platform.tsx';
import { Told } from '../figures/told.tsx';
import { When } from '../figures/when.tsx';

/** The newest posts of the tracked accounts. */
export function RecentVideos() {
  const recent = useQuery({
    queryKey: ['account-videos', 'recent'],
    queryFn: async ({ signal }) => (await v2('GET', '/account-videos', { query: { limit: 8 }, signal })).data,
  });
  return (
    <Card
      flush
      title="Recent videos"
      actions={
        <Link href="/account-videos" className="text-sm text-accent-text hover:underline">
          All videos
        </Link>
      }
    >
      {recent.isPending && <LoadingLines />}
      {recent.isError && <ErrorState error={recent.error} retry={() => void recent.refetch()} />}
      {recent.isSuccess && recent.data.length === 0 && (
        <EmptyState icon={Film} title="No videos yet">
          They appear when a tracked account has been refreshed for the first time.
        </EmptyState>
      )}
      {recent.isSuccess && recent.data.length > 0 && (
        <ul className="divide-y divide-line">
          {recent.data.map((video) => (
            <li key={video.id} className="flex items-center gap-3 px-4 py-2">
              <div className="min-w-0 flex-1">
                <Link
                  href={`/account-videos/${video.platform}/${video.id}`}
                  className="block truncate text-sm font-medium hover:underline"
                >
                  {video.description ?? 'Without a caption'}
                </Link>
                <span className="block truncate text-xs text-muted">
                  @{video.account_username}
                  {video.create_time !== null && (
                    <>
                      {' · '}
                      <When at={video.create_time} />
                    </>
                  )}
                </span>
              </div>
              <PlatformBadge platform={video.platform} />
              <span className="w-16 text-right text-sm">
                <span className="block font-semibold">
                  <Told of={video} metric="views">
                    {short(video.total_views)}
                  </Told>
                </span>
                <span className="block text-xs text-muted">views</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
