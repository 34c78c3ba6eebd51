import { type Kysely, sql } from 'kysely';
import type { Looks } from '../observations/runs.ts';
import type { AccountLookRow, AccountRow, Schema } from '../schema.ts';
import type { Dialect } from '../store.ts';
import { bulkInsert } from './bulk-insert.ts';
import { bothUnread } from './unread.ts';

const intoLooks = {
  table: 'account_looks',
  columns: [
    'organization_id',
    'account_id',
    'at',
    'origin',
    'listing',
    'followers',
    'following',
    'posts',
    'steps',
    'told',
    'unread',
  ],
  onConflict: `on conflict (organization_id, account_id, at, origin) do update set listing = excluded.listing,
    followers = excluded.followers, following = excluded.following, posts = excluded.posts, steps = excluded.steps,
    told = excluded.told, unread = excluded.unread`,
} as const;

export async function writeLooks(
  dialect: Dialect,
  db: Kysely<Schema>,
  looks: readonly AccountLookRow[],
): Promise<void> {
  await bulkInsert(dialect, db, intoLooks, looks);
}

/** The last looks at an account, each null where there is none. */
export interface LastLooks {
  readonly any: number | null;
  /** One that listed posts. */
  readonly listing: number | null;
  /** One of the origin that asks. */
  readonly own: number | null;
  /** The rounding step of the last followers that were told (see `steps`); null where none were. */
  readonly follower_steps: string | null;
  /** 1 where words of its profile are kept beside those that it shows. */
  readonly words_beside: 0 | 1;
}

/** In one statement of few words: it runs at each refresh. */
export async function lastLooks(db: Kysely<Schema>, account: AccountRow, origin: number): Promise<LastLooks> {
  const those = sql`from account_looks where organization_id = ${account.organization_id} and account_id = ${account.id}`;
  const last = sql`order by at desc limit 1`;
  const { rows } = await sql<LastLooks>`select
    (select at ${those} ${last}) as "any", (select at ${those} and listing > 0 ${last}) as listing,
    (select at ${those} and origin = ${origin} ${last}) as own,
    (select coalesce(steps, '0') ${those} and followers is not null ${last}) as follower_steps,
    case when exists (select 1 from profile_words where account_id = ${account.id}) then 1 else 0 end as words_beside`.execute(
    db,
  );
  return rows[0] ?? { any: null, listing: null, own: null, follower_steps: null, words_beside: 0 };
}

/** All looks at an account, ascending. */
export function allLooks(db: Kysely<Schema>, account: AccountRow): Promise<AccountLookRow[]> {
  return db
    .selectFrom('account_looks')
    .selectAll()
    .where('organization_id', '=', account.organization_id)
    .where('account_id', '=', account.id)
    .orderBy('at')
    .orderBy('origin')
    .execute();
}

export function instantsByOrigin(looks: readonly AccountLookRow[]): Looks {
  const instants = new Map<number, number[]>();
  for (const { origin, at } of looks) {
    const of = instants.get(origin);
    if (of === undefined) instants.set(origin, [at]);
    else of.push(at);
  }
  return instants;
}

/** When posts were listed, by any origin, ascending. */
export function listingsAmong(looks: readonly AccountLookRow[]): number[] {
  return looks.filter(({ listing }) => listing > 0).map(({ at }) => at);
}

/** Of two looks of one origin at one instant, what both tell: the fuller listing, the exact, then the higher level. */
export function mergedLook(a: AccountLookRow, b: AccountLookRow): AccountLookRow {
  const aSteps = stepsOf(a.steps);
  const bSteps = stepsOf(b.steps);
  const isBetter = (one: number | null, other: number | null, step: number, otherStep: number) => {
    if (one === null || other === null) return other === null;
    if (step > 0 !== otherStep > 0) return step === 0;
    return one === other ? step <= otherStep : one > other;
  };
  const firstFollowers = isBetter(a.followers, b.followers, aSteps, bSteps);
  return {
    ...a,
    listing: fuller(a.listing, b.listing),
    followers: firstFollowers ? a.followers : b.followers,
    following: isBetter(a.following, b.following, 0, 0) ? a.following : b.following,
    posts: isBetter(a.posts, b.posts, 0, 0) ? a.posts : b.posts,
    steps: firstFollowers ? a.steps : b.steps,
    told: a.told | b.told,
    unread: bothUnread(a.unread, b.unread),
  };
}

function fuller(a: AccountLookRow['listing'], b: AccountLookRow['listing']): AccountLookRow['listing'] {
  return a === 2 || b === 2 ? 2 : a === 1 || b === 1 ? 1 : 0;
}

/** The rounding step of a look's followers; 0 where they are exact. */
export function stepsOf(text: string | null): number {
  return text === null ? 0 : Number(text);
}
