import { Film } from 'lucide-react';
import type { AccountVideo } from '../api/resources.ts';
import { v2 } from '../api/v2.ts';
import { given, orderIn, platformIn } from '../table/asked.ts';
import { ResourceList } from '../table/resource-list.tsx';
import { rangeLabel, totalsById, windowColumns } from '../table/window-columns.tsx';
import { captionOf, postColumns } from '../videos/post-columns.tsx';

const orders = ['create_time', 'view_count', 'like_count', 'play_count'] as const;

const askedIn = (address: URLSearchParams) => ({
  q: given(address, 'q'),
  platform: platformIn(address),
  account_id: given(address, 'account_id'),
  creator_id: given(address, 'creator_id'),
  ...orderIn(address, orders, { by: 'create_time', direction: 'desc' }),
});

/** The posts of the tracked accounts. They come and go with their accounts, so there is nothing to add here. */
export default function AccountVideosPage() {
  return (
    <ResourceList<AccountVideo, ReturnType<typeof askedIn>>
      name="account-videos"
      title="Account videos"
      lead="Every post that was found on the tracked accounts."
      search="Search captions"
      filters={['platform']}
      asked={askedIn}
      load={(asked, { signal, ...page }) => v2('GET', '/account-videos', { query: { ...asked, ...page }, signal })}
      gains={async (rows, range, signal) => {
        const idsOn = (wanted: AccountVideo['platform']) =>
          rows.filter(({ platform }) => platform === wanted).map(({ id }) => id);
        const ids = { instagram_post_ids: idsOn('instagram'), tiktok_video_ids: idsOn('tiktok') };
        return totalsById(await v2('POST', '/account-videos/metrics', { body: { ...ids, ...range }, signal }));
      }}
      columns={(range, gained) => [
        ...postColumns<AccountVideo>(({ platform, id }) => `/account-videos/${platform}/${id}`),
        ...windowColumns(gained, rangeLabel(range.period)),
      ]}
      rowId={({ platform, id }) => `${platform}/${id}`}
      rowName={captionOf}
      empty={{
        icon: Film,
        title: 'No videos yet',
        text: 'They appear when a tracked account has been refreshed for the first time.',
      }}
    />
  );
}
