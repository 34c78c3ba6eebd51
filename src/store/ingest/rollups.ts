import { type Kysely, sql } from 'kysely';
import { among } from '../among.ts';
import { columnNames } from '../column-names.ts';
import { gainColumns, hasGains, noGains } from '../observations/counts.ts';
import type { FollowerColumns, GainColumns, Schema } from '../schema.ts';
import type { Dialect } from '../store.ts';
import { bulkInsert } from './bulk-insert.ts';

/** A day of an account, which is also what it adds to the same day of its creator and its organization. */
export type DayTotals = GainColumns & FollowerColumns;

/** Whose days they are. */
export interface Rolled {
  organizationId: string;
  accountId: string;
  creatorId: string | null;
}

const noFollowers = {
  followers_first: 0,
  follower_accounts: 0,
  followers_gained: 0,
} as const satisfies FollowerColumns;
const followerColumns = columnNames<FollowerColumns>(noFollowers);

const summed = [...gainColumns, ...followerColumns];

export function emptyDay(day: string): DayTotals {
  return { day, ...noGains(), ...noFollowers };
}

/** True when a day says nothing: it is not kept then, since a day without a row is a zero point (contract §2). */
function isEmptyDay(day: DayTotals): boolean {
  return !hasGains(day) && followerColumns.every((column) => day[column] === 0);
}

/**
 * Adds days to the account, to its creator if it has one and to its organization. Days in ascending order: two transactions
 * on PostgreSQL then take the shared rows in the same order and never wait for each other in a circle.
 */
export async function addToRollups(
  dialect: Dialect,
  db: Kysely<Schema>,
  { organizationId, accountId, creatorId }: Rolled,
  days: readonly DayTotals[],
): Promise<void> {
  const organization = { organization_id: organizationId };
  const kept = days.filter((day) => !isEmptyDay(day));
  const accountDays = kept.map((day) => ({ account_id: accountId, ...organization, ...day }));
  const left = await bulkInsert<'account_days', DayLeft>(dialect, db, intoAccountDays, accountDays);
  if (creatorId !== null) {
    const creatorDays = kept.map((day) => ({ creator_id: creatorId, ...organization, ...day }));
    left.push(...(await bulkInsert<'creator_days', DayLeft>(dialect, db, intoCreatorDays, creatorDays)));
  }
  const organizationDays = kept.map((day) => ({ ...organization, ...day }));
  left.push(...(await bulkInsert<'organization_days', DayLeft>(dialect, db, intoOrganizationDays, organizationDays)));
  const emptied = [...new Set(left.flatMap(({ day, empty }) => (empty === 1 ? [day] : [])))];
  if (emptied.length > 0) await dropEmptyDays(dialect, db, { organizationId, accountId, creatorId }, emptied);
}

/** A day after something was added to it. */
interface DayLeft {
  readonly day: string;
  /** 1 where it says nothing any more. */
  readonly empty: 0 | 1;
}

/** Days that say nothing any more go, so that what is kept follows from what was seen alone. */
async function dropEmptyDays(
  dialect: Dialect,
  db: Kysely<Schema>,
  { organizationId, accountId, creatorId }: Rolled,
  days: readonly string[],
): Promise<void> {
  const empty = sql.raw(allZero);
  const onThem = among(dialect, 'day', days);
  await sql`delete from account_days where account_id = ${accountId} and ${onThem} and ${empty}`.execute(db);
  if (creatorId !== null) {
    await sql`delete from creator_days where creator_id = ${creatorId} and ${onThem} and ${empty}`.execute(db);
  }
  await sql`delete from organization_days where organization_id = ${organizationId} and ${onThem} and ${empty}`.execute(
    db,
  );
}

const allZero = summed.map((column) => `${column} = 0`).join(' and ');
const dayLeft = `day, case when ${allZero} then 1 else 0 end as empty`;

const intoAccountDays = {
  table: 'account_days',
  columns: ['account_id', 'organization_id', 'day', ...summed],
  onConflict: adding('account_days', 'account_id, day', summed),
  returning: dayLeft,
} as const;

const intoCreatorDays = {
  table: 'creator_days',
  columns: ['creator_id', 'organization_id', 'day', ...summed],
  onConflict: adding('creator_days', 'creator_id, day', summed),
  returning: dayLeft,
} as const;

const intoOrganizationDays = {
  table: 'organization_days',
  columns: ['organization_id', 'day', ...summed],
  onConflict: adding('organization_days', 'organization_id, day', summed),
  returning: dayLeft,
} as const;

/** Counts new posts by the UTC day on which they were made, in ascending order of days for the same reason. */
export async function addPostDays(
  dialect: Dialect,
  db: Kysely<Schema>,
  organizationId: string,
  createTimes: Iterable<string>,
  each: 1 | -1 = 1,
): Promise<void> {
  const counts = new Map<string, number>();
  for (const time of createTimes) counts.set(time.slice(0, 10), (counts.get(time.slice(0, 10)) ?? 0) + each);
  const days = [...counts].map(([day, posts]) => ({ organization_id: organizationId, day, posts }));
  days.sort((a, b) => (a.day < b.day ? -1 : 1));
  await bulkInsert(dialect, db, intoPostDays, days);
  if (each === 1) return;
  await db
    .deleteFrom('organization_post_days')
    .where('organization_id', '=', organizationId)
    .where('posts', '=', 0)
    .execute();
}

const intoPostDays = {
  table: 'organization_post_days',
  columns: ['organization_id', 'day', 'posts'],
  onConflict: adding('organization_post_days', 'organization_id, day', ['posts']),
} as const;

/** `on conflict` clause that adds the new row's columns to those that are there. */
function adding(table: string, key: string, columns: readonly string[]): string {
  const sums = columns.map((column) => `${column} = ${table}.${column} + excluded.${column}`);
  return `on conflict (${key}) do update set ${sums.join(', ')}`;
}

/** Moves an account's whole history into a creator's days, or out of them. */
export async function moveCreatorHistory(
  db: Kysely<Schema>,
  way: 'in' | 'out',
  { accountId, creatorId }: { accountId: string; creatorId: string },
): Promise<void> {
  await sql`
    insert into creator_days (creator_id, organization_id, day, ${sql.raw(summed.join(', '))})
    select cast(${creatorId} as text), organization_id, day, ${sql.raw(signed(way))}
    from account_days where account_id = ${accountId} order by day
    ${sql.raw(intoCreatorDays.onConflict)}`.execute(db);
  await sql`delete from creator_days where creator_id = ${creatorId} and ${sql.raw(allZero)}`.execute(db);
}

/** Takes an account's whole history out of its organization's days, and its posts out of their counts. */
export async function dropOrganizationHistory(
  db: Kysely<Schema>,
  { accountId, organizationId }: { accountId: string; organizationId: string },
): Promise<void> {
  await sql`
    insert into organization_days (organization_id, day, ${sql.raw(summed.join(', '))})
    select organization_id, day, ${sql.raw(signed('out'))}
    from account_days where account_id = ${accountId} order by day
    ${sql.raw(intoOrganizationDays.onConflict)}`.execute(db);
  await sql`delete from organization_days where organization_id = ${organizationId} and ${sql.raw(allZero)}`.execute(
    db,
  );
  await sql`
    insert into organization_post_days (organization_id, day, posts)
    select organization_id, substr(create_time, 1, 10) as day, -count(*)
    from account_videos where account_id = ${accountId} group by organization_id, substr(create_time, 1, 10) order by day
    ${sql.raw(intoPostDays.onConflict)}`.execute(db);
  await sql`delete from organization_post_days where organization_id = ${organizationId} and posts = 0`.execute(db);
}

function signed(way: 'in' | 'out'): string {
  return summed.map((column) => (way === 'in' ? column : `-${column}`)).join(', ');
}
