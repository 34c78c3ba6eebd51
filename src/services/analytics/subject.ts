import type { Kysely } from 'kysely';
import { notFound } from '../../contract/problem.ts';
import type { Platform, Schema } from '../../store/schema.ts';
import type { DaysOf } from './days.ts';

/** Something that is measured day by day. */
export interface Subject {
  readonly organizationId: string;
  readonly days: DaysOf;
  /** False where only TikTok is behind it: saves are null there (contract §2). */
  readonly savesKnown: boolean;
  readonly hasFollowers: boolean;
}

/** @throws Problem NOT_FOUND */
export async function accountSubject(db: Kysely<Schema>, organizationId: string, id: string): Promise<Subject> {
  const { platform } = await db
    .selectFrom('accounts')
    .select('platform')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow(() => notFound('account'));
  return { organizationId, days: { kind: 'account', id }, savesKnown: hasSaves(platform), hasFollowers: true };
}

/** @throws Problem NOT_FOUND */
export async function creatorSubject(db: Kysely<Schema>, organizationId: string, id: string): Promise<Subject> {
  await db
    .selectFrom('creators')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow(() => notFound('creator'));
  const instagram = await instagramAccount(db, organizationId).where('creator_id', '=', id).executeTakeFirst();
  return { organizationId, days: { kind: 'creator', id }, savesKnown: instagram !== undefined, hasFollowers: true };
}

export async function organizationSubject(db: Kysely<Schema>, organizationId: string): Promise<Subject> {
  const instagram = await instagramAccount(db, organizationId).executeTakeFirst();
  return { organizationId, days: { kind: 'organization' }, savesKnown: instagram !== undefined, hasFollowers: true };
}

/** @throws Problem NOT_FOUND */
export async function videoSubject(db: Kysely<Schema>, organizationId: string, id: string): Promise<Subject> {
  const { platform } = await db
    .selectFrom('videos')
    .select('platform')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow(() => notFound('video'));
  return { organizationId, days: { kind: 'video', id }, savesKnown: hasSaves(platform), hasFollowers: false };
}

/** @throws Problem NOT_FOUND */
export async function accountVideoSubject(
  db: Kysely<Schema>,
  organizationId: string,
  platform: Platform,
  id: number,
): Promise<Subject> {
  await db
    .selectFrom('account_videos')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('platform', '=', platform)
    .where('id', '=', id)
    .executeTakeFirstOrThrow(() => notFound('account video'));
  const days = { kind: 'account_video', platform, id } as const;
  return { organizationId, days, savesKnown: hasSaves(platform), hasFollowers: false };
}

function hasSaves(platform: Platform): boolean {
  return platform === 'instagram';
}

function instagramAccount(db: Kysely<Schema>, organizationId: string) {
  return db
    .selectFrom('accounts')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('platform', '=', 'instagram')
    .limit(1);
}
