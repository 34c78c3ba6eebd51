import type { Kysely } from 'kysely';
import type { z } from 'zod';
import { platform } from '../../contract/fields.ts';
import { notFound } from '../../contract/problem.ts';
import type { creator } from '../../contract/resources/creator.ts';
import { checkedOwner } from '../../store/owner.ts';
import type { CreatorRow, Schema } from '../../store/schema.ts';
import { type Seen, shownUnavailable } from '../known.ts';
import { readMetadata } from '../stored-json.ts';

export type Creator = z.output<typeof creator>;
type Summary = Creator['accounts_summary'];

/** What the accounts of a creator come to, and what is known of them. */
interface Linked {
  readonly summary: Summary;
  readonly seen: Seen[];
}

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
  const linked = await linkedOf(
    db,
    organizationId,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const { summary, seen } = linked.get(row.id) ?? noAccounts();
    return {
      id: row.id,
      type: 'creator',
      name: row.name,
      is_active: row.is_active === 1,
      metadata: readMetadata(row.metadata),
      created_at: row.created_at,
      platforms: platform.options.filter((name) => summary.platforms[name] > 0),
      accounts_summary: summary,
      ...shownUnavailable(seen),
    };
  });
}

async function linkedOf(
  db: Kysely<Schema>,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Linked>> {
  const linked = new Map<string, Linked>();
  if (ids.length === 0) return linked;
  const sums = await db
    .selectFrom('accounts')
    .select(({ fn }) => [
      'creator_id',
      'platform',
      'unknown_metrics',
      fn.min('first_scrape_time').as('first_scrape_time'),
      fn.countAll<number>().as('accounts'),
      fn.sum<number>('follower_count').as('followers'),
    ])
    .where(checkedOwner('organization_id', organizationId))
    .where('creator_id', 'in', ids)
    .groupBy(['creator_id', 'platform', 'unknown_metrics'])
    .execute();
  for (const { creator_id, accounts, followers, ...seen } of sums) {
    const id = creator_id ?? '';
    const found = linked.get(id) ?? noAccounts();
    const { summary } = found;
    summary.platforms[seen.platform] += accounts;
    summary.total += accounts;
    summary.total_followers += followers;
    found.seen.push(seen);
    linked.set(id, found);
  }
  return linked;
}

function noAccounts(): Linked {
  return { summary: { total: 0, platforms: { instagram: 0, tiktok: 0 }, total_followers: 0 }, seen: [] };
}
