import type { Kysely } from 'kysely';
import { notFound } from '../../contract/problem.ts';
import { checkedOwner } from '../../store/owner.ts';
import type { Platform, Schema } from '../../store/schema.ts';
import { type Known, knownOf, type Seen } from '../known.ts';
import type { DaysOf } from './days.ts';

/** Something that is measured day by day. */
export interface Subject {
  readonly organizationId: string;
  readonly days: DaysOf;
  /** False where only TikTok is behind it: saves are null there (contract §2). */
  readonly savesKnown: boolean;
  readonly hasFollowers: boolean;
  readonly known: Known;
}

/** @throws Problem NOT_FOUND */
export async function accountSubject(db: Kysely<Schema>, organizationId: string, id: string): Promise<Subject> {
  const found = await db
    .selectFrom('accounts')
    .select([...seenColumns, 'reported_metrics'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow(() => notFound('account'));
  return { organizationId, days: { kind: 'account', id }, hasFollowers: true, ...measured([found]) };
}

/** @throws Problem NOT_FOUND */
export async function creatorSubject(db: Kysely<Schema>, organizationId: string, id: string): Promise<Subject> {
  await db
    .selectFrom('creators')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow(() => notFound('creator'));
  const accounts = await accountsSeen(db)
    .where(checkedOwner('organization_id', organizationId))
    .where('creator_id', '=', id)
    .execute();
  return { organizationId, days: { kind: 'creator', id }, hasFollowers: true, ...measured(accounts) };
}

export async function organizationSubject(db: Kysely<Schema>, organizationId: string): Promise<Subject> {
  const accounts = await accountsSeen(db).where('organization_id', '=', organizationId).execute();
  return { organizationId, days: { kind: 'organization' }, hasFollowers: true, ...measured(accounts) };
}

/** @throws Problem NOT_FOUND */
export async function videoSubject(db: Kysely<Schema>, organizationId: string, id: string): Promise<Subject> {
  const found = await db
    .selectFrom('videos')
    .select(seenColumns)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow(() => notFound('video'));
  return { organizationId, days: { kind: 'video', id }, hasFollowers: false, ...measured([found]) };
}

/** @throws Problem NOT_FOUND */
export async function accountVideoSubject(
  db: Kysely<Schema>,
  organizationId: string,
  platform: Platform,
  id: number,
): Promise<Subject> {
  const found = await db
    .selectFrom('account_videos')
    .select(seenColumns)
    .where('organization_id', '=', organizationId)
    .where('platform', '=', platform)
    .where('id', '=', id)
    .executeTakeFirstOrThrow(() => notFound('account video'));
  const days = { kind: 'account_video', platform, id } as const;
  return { organizationId, days, hasFollowers: false, ...measured([found]) };
}

const seenColumns = ['platform', 'first_scrape_time', 'unknown_metrics'] as const;

/** Accounts by what is known of them: few rows, whatever their number. */
function accountsSeen(db: Kysely<Schema>) {
  return db
    .selectFrom('accounts')
    .select(({ fn }) => [
      'platform',
      'unknown_metrics',
      'reported_metrics',
      fn.min('first_scrape_time').as('first_scrape_time'),
    ])
    .groupBy(['platform', 'unknown_metrics', 'reported_metrics']);
}

function measured(seen: readonly Seen[]): Pick<Subject, 'savesKnown' | 'known'> {
  return { savesKnown: seen.some(({ platform }) => platform === 'instagram'), known: knownOf(seen) };
}
