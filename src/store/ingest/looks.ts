import type { Kysely } from 'kysely';
import type { Looks } from '../observations/runs.ts';
import type { AccountLookRow, AccountRow, Schema } from '../schema.ts';
import type { Dialect } from '../store.ts';
import { bulkInsert } from './bulk-insert.ts';

const intoLooks = {
  table: 'account_looks',
  columns: ['organization_id', 'account_id', 'at', 'origin', 'listing', 'followers', 'following', 'posts', 'steps'],
  onConflict: `on conflict (organization_id, account_id, at, origin) do update set listing = excluded.listing,
    followers = excluded.followers, following = excluded.following, posts = excluded.posts, steps = excluded.steps`,
} as const;

export async function writeLooks(
  dialect: Dialect,
  db: Kysely<Schema>,
  looks: readonly AccountLookRow[],
): Promise<void> {
  await bulkInsert(dialect, db, intoLooks, looks);
}

/** The last looks at an account, each null where there is none: any, one that listed posts, one of an origin. */
export interface LastLooks {
  readonly any: number | null;
  readonly listing: number | null;
  readonly own: number | null;
}

export async function lastLooks(db: Kysely<Schema>, account: AccountRow, origin: number): Promise<LastLooks> {
  const last = () =>
    db
      .selectFrom('account_looks')
      .select('at')
      .where('organization_id', '=', account.organization_id)
      .where('account_id', '=', account.id)
      .orderBy('at', 'desc')
      .limit(1);
  return await db
    .selectNoFrom([
      last().as('any'),
      last().where('listing', '>', 0).as('listing'),
      last().where('origin', '=', origin).as('own'),
    ])
    .executeTakeFirstOrThrow();
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
  const isBetter = (one: number | null, other: number | null, step: number, otherStep: number) =>
    one === null || other === null ? other === null : step > 0 === otherStep > 0 ? one >= other : step === 0;
  const firstFollowers = isBetter(a.followers, b.followers, aSteps, bSteps);
  return {
    ...a,
    listing: fuller(a.listing, b.listing),
    followers: firstFollowers ? a.followers : b.followers,
    following: isBetter(a.following, b.following, 0, 0) ? a.following : b.following,
    posts: isBetter(a.posts, b.posts, 0, 0) ? a.posts : b.posts,
    steps: firstFollowers ? a.steps : b.steps,
  };
}

function fuller(a: AccountLookRow['listing'], b: AccountLookRow['listing']): AccountLookRow['listing'] {
  return a === 2 || b === 2 ? 2 : a === 1 || b === 1 ? 1 : 0;
}

/** The rounding step of a look's followers; 0 where they are exact. */
export function stepsOf(text: string | null): number {
  return text === null ? 0 : Number(text);
}
