import type { Call, Input, Reply } from '../../contract/port.ts';
import { notFound } from '../../contract/problem.ts';
import { ageColumns, type ages } from '../../store/observations/at-age.ts';
import type { AgeColumns, Platform } from '../../store/schema.ts';
import type { ServiceContext } from '../service-context.ts';
import { selectAccountVideos, showAccountVideo } from './resource.ts';

/** GET /account-videos/{platform}/{id} */
export async function getAccountVideo(
  { store }: ServiceContext,
  { params }: Input<'get_account_video'>,
  { caller }: Call,
): Promise<Reply<'get_account_video'>> {
  const row = await selectAccountVideos(store.read)
    .innerJoin('organizations', 'organizations.id', 'account_videos.organization_id')
    .leftJoin('post_ages', (join) =>
      join
        .onRef('post_ages.organization_no', '=', 'organizations.number')
        .onRef('post_ages.post_id', '=', 'account_videos.id'),
    )
    .select(ageColumns)
    .where('account_videos.organization_id', '=', caller.organizationId)
    .where('account_videos.platform', '=', params.platform)
    .where('account_videos.id', '=', params.account_video_id)
    .executeTakeFirst();
  if (row === undefined) throw notFound('account video');
  const at_age = { day_1: atAge(row, 1), day_7: atAge(row, 7), day_30: atAge(row, 30) };
  return { status: 200, body: { data: { ...showAccountVideo(row), at_age } } };
}

/** Saves are unknown on TikTok (contract §2). */
function atAge(row: AgeColumns & { readonly platform: Platform }, day: (typeof ages)[number]) {
  return {
    views: row[`views_day_${day}`],
    plays: row[`plays_day_${day}`],
    likes: row[`likes_day_${day}`],
    comments: row[`comments_day_${day}`],
    shares: row[`shares_day_${day}`],
    saves: row.platform === 'tiktok' ? null : row[`saves_day_${day}`],
  };
}
