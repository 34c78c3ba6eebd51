import { folded } from '../../src/store/fold.ts';
import type { Store } from '../../src/store/store.ts';
import { allPostDays } from '../store/all-post-days.ts';

/** Rows of one organization as they are, for arithmetic in plain loops. */
export interface Facts {
  readonly creators: readonly { readonly id: string; readonly name: string }[];
  readonly accounts: readonly Account[];
  readonly posts: readonly Post[];
}

export interface Account {
  readonly id: string;
  readonly platform: string;
  readonly username: string;
  readonly creator: { readonly id: string; readonly name: string } | null;
  readonly category: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly followers: number;
  readonly knowsFollowers: boolean;
  readonly since: string;
  readonly isSeen: boolean;
  readonly days: readonly Day[];
}

type Day = Readonly<
  Record<(typeof gained)[number] | 'followers_first' | 'follower_accounts' | 'followers_gained', number>
> & {
  readonly day: string;
};

const gained = ['views', 'plays', 'likes', 'comments', 'shares', 'saves'] as const;
type Gained = (typeof gained)[number];

export interface Post {
  readonly id: number;
  readonly account: Account;
  readonly at: number;
  readonly caption: string | null;
  readonly mediaType: string | null;
  readonly duration: number | null;
  readonly hashtags: readonly string[];
  readonly mentions: readonly string[];
  readonly views: number;
  /** By `views`, `views_day_7`, …; null where it is unknown. */
  readonly counts: ReadonlyMap<string, number | null>;
  readonly days: readonly (Readonly<Record<Gained, number>> & { readonly day: string })[];
}

const columns = {
  views: 'view_count',
  plays: 'play_count',
  likes: 'like_count',
  comments: 'comment_count',
  shares: 'share_count',
  saves: 'saved_count',
} as const;

export async function readFacts(store: Store, organizationId: string): Promise<Facts> {
  const { read } = store;
  const creators = await read
    .selectFrom('creators')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .execute();
  const accountRows = await read
    .selectFrom('accounts')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .execute();
  const days = await read
    .selectFrom('account_days')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .execute();
  const accounts = accountRows.map(
    (row): Account => ({
      id: row.id,
      platform: row.platform,
      username: row.username,
      creator: creators.find(({ id }) => id === row.creator_id) ?? null,
      category: row.category,
      metadata: JSON.parse(row.metadata),
      followers: row.follower_count,
      knowsFollowers: row.first_scrape_time !== null && row.unknown_metrics < 64,
      since: row.first_scrape_time ?? row.added_at,
      isSeen: row.first_scrape_time !== null,
      days: days.filter(({ account_id }) => account_id === row.id),
    }),
  );
  const postRows = await read
    .selectFrom('account_videos')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .execute();
  const ages = await read.selectFrom('post_ages').selectAll().execute();
  const postDays = await allPostDays(store);
  const { number } = await read
    .selectFrom('organizations')
    .select('number')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  const posts = postRows.map((row): Post => {
    const account = accounts.find(({ id }) => id === row.account_id);
    if (account === undefined) throw new Error('a post without an account');
    const age = ages.find(({ organization_no, post_id }) => organization_no === number && post_id === row.id);
    const counts = new Map<string, number | null>();
    gained.forEach((name, bit) => {
      counts.set(name, row.unknown_metrics & (1 << bit) ? null : row[columns[name]]);
      for (const day of [1, 7, 30] as const) counts.set(`${name}_day_${day}`, age?.[`${name}_day_${day}`] ?? null);
    });
    for (const suffix of ['', '_day_1', '_day_7', '_day_30']) {
      const parts = ['likes', 'comments', 'shares'].map((name) => counts.get(name + suffix) ?? null);
      const isUnknown = parts.every((part) => part === null);
      counts.set(`engagement${suffix}`, isUnknown ? null : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0));
    }
    return {
      id: row.id,
      account,
      at: Date.parse(row.create_time),
      caption: row.description,
      mediaType: row.media_type,
      duration: row.duration,
      hashtags: tags(row.description, /#([\p{L}\p{M}\p{N}_]+)/gu),
      mentions: tags(row.description, /@([\p{L}\p{N}_.]+[\p{L}\p{N}_])/gu),
      views: row.view_count,
      counts,
      days: postDays.filter(({ post, account_id }) => post === row.external_id && account_id === row.account_id),
    };
  });
  return { creators, accounts, posts };
}

function tags(caption: string | null, pattern: RegExp): string[] {
  return [...new Set([...(caption ?? '').matchAll(pattern)].map(([, tag = '']) => folded(tag)))];
}
