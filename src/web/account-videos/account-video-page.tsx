import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { v2 } from '../api/v2.ts';
import { PageHeader } from '../design/page-header.tsx';
import { DetailNumbers } from '../detail/detail.tsx';
import { Loaded } from '../detail/loaded.tsx';
import { useRange } from '../range/range.ts';
import { RangePicker } from '../range/range-picker.tsx';
import { oneOf } from '../table/address.ts';
import { captionOf } from '../videos/post-columns.tsx';
import { PostFacts } from '../videos/post-facts.tsx';

export default function AccountVideoPage({
  params: { platform: wanted, id },
}: {
  params: { platform: string; id: string };
}) {
  const [range, setRange] = useRange();
  const platform = oneOf(['instagram', 'tiktok'], wanted) ?? 'instagram';
  const params = { platform, account_video_id: Number(id) };
  const post = useQuery({
    queryKey: ['account-videos', platform, id],
    queryFn: async ({ signal }) =>
      (await v2('GET', '/account-videos/{platform}/{account_video_id}', { params, signal })).data,
  });
  return (
    <Loaded query={post} back={{ href: '/account-videos', title: 'Account videos' }}>
      {(data) => (
        <>
          <PageHeader
            title={captionOf(data)}
            lead={
              <Link href={`/accounts/${data.account_id}`} className="hover:underline">
                @{data.account_username}
              </Link>
            }
            actions={<RangePicker range={range} onChange={setRange} />}
          />
          <DetailNumbers
            of={['account-videos', platform, id]}
            range={range}
            timeseries={(signal) =>
              v2('GET', '/account-videos/{platform}/{account_video_id}/timeseries', { params, query: range, signal })
            }
            analytics={null}
          />
          <PostFacts post={data} />
        </>
      )}
    </Loaded>
  );
}
