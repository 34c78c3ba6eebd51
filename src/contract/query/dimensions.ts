/** What a dimension is a property of: that decides which metrics and which other dimensions it goes with. */
export type About = 'account' | 'post' | 'time';

interface DimensionWords {
  readonly about: About;
  /** Whether a post can have several of it: rows then do not add up to the total. */
  readonly many?: true;
  readonly what: string;
}

/** Every dimension but `metadata:KEY`, which stands for any key of an account's metadata. */
export const dimensionTable = {
  creator: { about: 'account', what: 'the creator that the account is linked to now; null = none' },
  account: { about: 'account', what: 'platform/username' },
  platform: { about: 'account', what: 'instagram or tiktok' },
  category: { about: 'account', what: "the account's category; null = none" },
  follower_tier: { about: 'account', what: 'by the followers of the account now' },
  post: { about: 'post', what: 'platform/id, with the beginning of its caption' },
  media_type: { about: 'post', what: 'as the platform names it: reel, image, …' },
  hashtag: { about: 'post', many: true, what: 'without #, folded to lower case' },
  mention: { about: 'post', many: true, what: 'without @, folded to lower case' },
  weekday: { about: 'post', what: 'of publishing, in the time zone' },
  hour: { about: 'post', what: 'of publishing, in the time zone: 0–23' },
  duration: { about: 'post', what: 'length of the video' },
  post_age: { about: 'post', what: 'days since publishing: at the end of the range for gains, now for posts' },
  'time:day': { about: 'time', what: 'days' },
  'time:week': { about: 'time', what: 'weeks by their Monday' },
  'time:month': { about: 'time', what: 'months' },
  'time:quarter': { about: 'time', what: 'quarters' },
} as const satisfies Readonly<Record<string, DimensionWords>>;

type DimensionName = keyof typeof dimensionTable;

export type Dimension =
  | { readonly kind: DimensionName; readonly name: string }
  | { readonly kind: 'metadata'; readonly name: string; readonly key: string };

const metadataPrefix = 'metadata:';

/** The dimension of a name; null where there is none. */
export function dimensionNamed(name: string): Dimension | null {
  if (isDimensionName(name)) return { kind: name, name };
  const key = name.slice(metadataPrefix.length);
  return name.startsWith(metadataPrefix) && key !== '' ? { kind: 'metadata', name, key } : null;
}

function isDimensionName(name: string): name is DimensionName {
  return Object.hasOwn(dimensionTable, name);
}

export function aboutOf({ kind }: Dimension): About {
  return kind === 'metadata' ? 'account' : dimensionTable[kind].about;
}

/** Whether a post can have several values of it. */
export function isMany({ kind }: Dimension): boolean {
  return kind === 'hashtag' || kind === 'mention';
}

/** All names, as they are told to whoever asked for another. */
export const dimensionNames: readonly string[] = [...Object.keys(dimensionTable), 'metadata:KEY'];

/** A bucket of a number: from so much on, up to the next one's beginning. */
export interface Bucket {
  readonly from: number;
  readonly label: string;
}

export const followerTiers: readonly Bucket[] = [
  { from: 0, label: 'under 1k' },
  { from: 1_000, label: '1k–10k' },
  { from: 10_000, label: '10k–100k' },
  { from: 100_000, label: '100k–1m' },
  { from: 1_000_000, label: '1m and more' },
];

/** Of seconds. */
export const durationBuckets: readonly Bucket[] = [
  { from: 0, label: 'under 15s' },
  { from: 15, label: '15–30s' },
  { from: 30, label: '30–60s' },
  { from: 60, label: '1–3min' },
  { from: 180, label: '3min and more' },
];

/** Of whole days. */
export const ageBuckets: readonly Bucket[] = [
  { from: 0, label: 'under 7 days' },
  { from: 7, label: '7–29 days' },
  { from: 30, label: '30–89 days' },
  { from: 90, label: '90–364 days' },
  { from: 365, label: '365 days and more' },
];

export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
