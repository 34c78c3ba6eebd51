import { fieldOf } from '../columns/fields.ts';
import { hasAll, type Source, source, type TableLook } from './source.ts';

const business = { platform: 'tiktok', isEnglish: true } as const;

/** What TikTok Studio and TikTok Business hand out. */
export const tiktokSources: readonly Source[] = [
  source({
    id: 'tiktok-studio-viewers',
    label: 'TikTok Studio, Viewers',
    isOf: (look) => hasAll(look, ['date', 'totalviewers']),
    platform: 'tiktok',
    nothing: 'Viewers are not stored: no endpoint tells them.',
  }),
  source({
    id: 'tiktok-studio-followers',
    label: 'TikTok Studio, FollowerHistory',
    isOf: (look) => hasAll(look, ['date', 'followers', 'differenceinfollowersfrompreviousday']),
    platform: 'tiktok',
    days: 'levels',
    own: () => ({ differenceinfollowersfrompreviousday: null }),
    remark: 'The levels are taken and never the difference column, which is a day off in some exports.',
  }),
  source({
    ...business,
    id: 'tiktok-business-followers',
    label: 'TikTok Business, followers',
    isOf: (look) => hasAll(look, ['date', 'newfollowers', 'totalfollowers']),
    days: 'levels',
  }),
  source({
    ...business,
    id: 'tiktok-business-days',
    label: 'TikTok Business, days',
    isOf: (look) => hasAll(look, ['date', 'videoviews', 'netgrowth']),
    days: 'gains',
  }),
  source({
    ...business,
    id: 'tiktok-business-videos',
    label: 'TikTok Business, videos',
    isOf: (look) => hasAll(look, ['videolink', 'posttime', 'videoviews']),
  }),
  source({
    id: 'tiktok-studio-days',
    label: 'TikTok Studio, Overview',
    isOf: (look) => hasAll(look, ['date', 'videoviews', 'profileviews', 'likes']) && !look.names.has('username'),
    platform: 'tiktok',
    days: 'gains',
    isEnglish: true,
  }),
  source({
    id: 'tiktok-studio-content',
    label: 'TikTok Studio, Content',
    isOf: isStudioContent,
    platform: 'tiktok',
  }),
  source({
    id: 'tiktok-items',
    label: 'TikTok items (Apify and other collectors)',
    isOf: ({ names }) =>
      ['diggcount', 'statsdiggcount', 'authorstatsfollowercount', 'authormetafans'].some((name) => names.has(name)),
    platform: 'tiktok',
  }),
  source({
    id: 'tiktok-display',
    label: 'TikTok Display API',
    isOf: ({ names }) =>
      names.has('openid') ||
      (names.has('followercount') && names.has('likescount') && names.has('videocount')) ||
      (names.has('createtime') && names.has('sharecount') && names.has('viewcount')),
    platform: 'tiktok',
    days: 'levels',
  }),
];

/** In whatever language: a title, a link and a time of post, and totals. */
function isStudioContent({ columns, names }: TableLook): boolean {
  const fields = new Set(columns.map((name) => fieldOf(name)?.field));
  const isLocal = ['videolink', 'enlacedelvideo', 'linkdovídeo', 'liendelavidéo', 'videolink'].some((name) =>
    names.has(name),
  );
  return (
    isLocal &&
    ['posted_at', 'views', 'likes'].every((field) => columns.some((name) => fieldOf(name)?.field === field)) &&
    fields.has('caption')
  );
}
