import { useQuery } from '@tanstack/react-query';
import { isNotThere } from '../api/problem.ts';
import { v2 } from '../api/v2.ts';
import { Card } from '../design/card.tsx';
import { ErrorState, LoadingLines } from '../design/states.tsx';
import { Facts } from '../detail/detail.tsx';
import { day, full } from '../figures/format.ts';

/** What this billing month counts, whatever range is looked at. */
export function TrackedPosts() {
  const usage = useQuery({
    queryKey: ['usage', 'month'],
    queryFn: async ({ signal }) => (await v2('GET', '/usage', { signal })).data,
  });
  if (isNotThere(usage.error)) return null;
  return (
    <Card title="Tracked posts this month">
      {usage.isPending && <LoadingLines lines={2} />}
      {usage.isError && <ErrorState error={usage.error} retry={() => void usage.refetch()} />}
      {usage.isSuccess && (
        <>
          <Facts
            facts={[
              { name: 'Posts of accounts', value: full(usage.data.billable_account_posts) },
              { name: 'Individual videos', value: full(usage.data.individual_posts) },
              {
                name: 'Instagram',
                value: full(
                  usage.data.platforms.instagram.account_posts + usage.data.platforms.instagram.individual_posts,
                ),
              },
              {
                name: 'TikTok',
                value: full(usage.data.platforms.tiktok.account_posts + usage.data.platforms.tiktok.individual_posts),
              },
            ]}
          />
          <p className="mt-3 text-xs text-muted">
            {day(usage.data.period.start_date)} – {day(usage.data.period.end_date)} (UTC). A post counts once a month in
            which it was refreshed.
          </p>
        </>
      )}
    </Card>
  );
}
