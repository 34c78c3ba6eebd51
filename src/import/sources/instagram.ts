import { type Field, fieldOf } from '../columns/fields.ts';
import { sameHeader } from '../columns/normal.ts';
import { hasAll, type Source, source, type TableLook } from './source.ts';

const facebook =
  'Facebook: not our platform. Only Instagram and TikTok are stored; choose the Instagram account when you export.';

/** What Meta Business Suite writes: daily files with one metric each, audiences, and posts. */
const suite: readonly Source[] = [
  source({
    id: 'meta-facebook-days',
    label: 'Meta Business Suite, days of a Facebook page',
    isOf: (look) => isDaily(look) && /facebook/i.test(look.title),
    foreign: facebook,
  }),
  source({
    id: 'meta-days',
    label: 'Meta Business Suite, days',
    isOf: (look) => isDaily(look) && titleField(look.title) !== null,
    platform: 'instagram',
    days: 'gains',
    isEnglish: true,
    own: ({ title }) => ({ primary: titleField(title) }),
  }),
  source({
    id: 'meta-days-not-stored',
    label: 'Meta Business Suite, days',
    isOf: isDaily,
    platform: 'instagram',
    own: () => ({ primary: null }),
    nothing: 'What its title names is not stored: no endpoint tells it.',
  }),
  source({
    id: 'meta-audience',
    label: 'Meta Business Suite, Audience',
    isOf: ({ title, names }) =>
      /^(top (cities|towns\/cities|countries|pages)|age & gender|age and gender)/i.test(title) || names.has('women'),
    nothing: 'Audiences are not stored: no endpoint tells them.',
  }),
  source({
    id: 'meta-facebook-posts',
    label: 'Meta Business Suite, posts of a Facebook page',
    isOf: ({ names }) =>
      ['pageid', 'sidid', 'seitenid', 'iddapágina', 'identificadordelapágina'].some((name) => names.has(name)),
    foreign: facebook,
  }),
  source({
    id: 'meta-posts',
    label: 'Meta Business Suite, posts of an Instagram account',
    isOf: ({ names, columns }) =>
      hasFields(columns, ['posted_at', 'url', 'views']) &&
      (names.has('accountusername') || names.has('datacomment') || names.has('posttype')),
    platform: 'instagram',
    dateOrder: 'mdy',
    isEnglish: true,
  }),
];

/** What programs write that ask Meta's interfaces, or read its pages. */
export const instagramSources: readonly Source[] = [
  ...suite,
  source({
    id: 'graph-insights',
    label: 'Graph API, insights of days',
    isOf: ({ names }) =>
      names.has('date') &&
      names.has('newfollowers') &&
      names.has('reach') &&
      (names.has('profileviews') || names.has('followercount')),
    platform: 'instagram',
    days: 'gains',
    // `posts` and the like are those of the day; the count of followers in insights is the new ones.
    own: () => ({ newfollowers: 'followers_gained', followercount: 'followers_gained', posts: null, views: null }),
    remark: 'Followers of insights are those that the day brought: they are read as gains.',
  }),
  source({
    id: 'graph-media',
    label: 'Instagram Graph API, media',
    isOf: (look) =>
      hasAll(look, ['id', 'mediatype', 'timestamp']) &&
      (look.names.has('likecount') || look.names.has('commentscount')),
    platform: 'instagram',
  }),
  source({
    id: 'graph-profile',
    label: 'Instagram Graph API, profile',
    isOf: ({ names }) =>
      ['followerscount', 'profilefollowerscount', 'businessdiscoveryfollowerscount'].some((name) => names.has(name)) &&
      ['mediacount', 'profilemediacount', 'businessdiscoverymediacount'].some((name) => names.has(name)),
    platform: 'instagram',
  }),
  source({
    id: 'instagram-items',
    label: 'Instagram items (Apify and other collectors)',
    isOf: ({ names }) =>
      names.has('shortcode') ||
      (names.has('ownerusername') && names.has('url')) ||
      (names.has('followscount') && names.has('postscount')),
    platform: 'instagram',
  }),
  source({
    id: 'kaggle-influencers',
    label: 'Kaggle, top Instagram influencers',
    isOf: (look) => hasAll(look, ['channelinfo', 'influencescore', 'followers']),
    platform: 'instagram',
    isEnglish: true,
  }),
];

function isDaily({ names }: TableLook): boolean {
  return names.has('primary') && names.has('date') && [...names].filter((name) => name !== '').length === 2;
}

/** The metric that a title line names: `Views`, `Instagram follows`. Follows are gross, and no gain of followers. */
function titleField(title: string): Field | null {
  const words = title.replace(/instagram/gi, '').trim();
  const field = fieldOf(words)?.field;
  const counted: readonly Field[] = ['views', 'likes', 'comments', 'shares', 'saves'];
  return field !== undefined && counted.includes(field) ? field : null;
}

function hasFields(columns: readonly string[], wanted: readonly Field[]): boolean {
  const found = new Set(columns.map((name) => fieldOf(sameHeader(name))?.field));
  return wanted.every((field) => found.has(field));
}
