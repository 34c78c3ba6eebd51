import type { Kysely } from 'kysely';
import type { z } from 'zod';
import { platform } from '../../contract/fields.ts';
import { notFound } from '../../contract/problem.ts';
import type { creator } from '../../contract/resources/creator.ts';
import { checkedOwner } from '../../store/owner.ts';
import type { CreatorRow, Schema } from '../../store/schema.ts';
import { readMetadata } from '../stored-json.ts';

export type Creator = z.output<typeof creator>;
type Summary = Creator['accounts_summary'];

/** @throws Problem NOT_FOUND, for a foreign id as for an unknown one */
export async function readCreator(db: Kysely<Schema>, organizationId: string, id: string): Promise<Creator> {
  const row = await db
    .selectFrom('creators')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw notFound('creator');
  const [shown] = await showCreators(db, organizationId, [row]);
  if (shown === undefined) throw notFound('creator');
  return shown;
}

/** Creators as the contract shows them, each with what its accounts come to now. */
export async function showCreators(
  db: Kysely<Schema>,
  organizationId: string,
  rows: readonly CreatorRow[],
): Promise<readonly Creator[]> {
  const summaries = await summariesOf(
    db,
    organizationId,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const summary = summaries.get(row.id) ?? noAccounts();
    return {
      id: row.id,
      type: 'creator',
      name: row.name,
      is_active: row.is_active === 1,
      metadata: readMetadata(row.metadata),
      created_at: row.created_at,
      platforms: platform.options.filter((name) => summary.platforms[name] > 0),
      accounts_summary: summary,
    };
  });
}

async function summariesOf(
  db: Kysely<Schema>,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Summary>> {
  const summaries = new Map<string, Summary>();
  if (ids.length === 0) return summaries;
  const sums = await db
    .selectFrom('accounts')
    .select(({ fn }) => [
      'creator_id',
      'platform',
      fn.countAll<number>().as('accounts'),
      fn.sum<number>('follower_count').as('followers'),
    ])
    .where(checkedOwner('organization_id', organizationId))
    .where('creator_id', 'in', ids)
    .groupBy(['creator_id', 'platform'])
    .execute();
  for (const { creator_id, platform, accounts, followers } of sums) {
    const id = creator_id ?? '';
    const summary = summaries.get(id) ?? noAccounts();
    summary.platforms[platform] = accounts;
    summary.total += accounts;
    summary.total_followers += followers;
    summaries.set(id, summary);
  }
  return summaries;
}

function noAccounts(): Summary {
  return { total: 0, platforms: { instagram: 0, tiktok: 0 }, total_followers: 0 };
}
