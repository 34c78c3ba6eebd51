import { type Kysely, sql } from 'kysely';
import type { Call, Input, Reply } from '../../contract/port.ts';
import { callerName } from '../../store/caller-name.ts';
import type { Platform, Schema } from '../../store/schema.ts';
import { monthOf, startOf } from '../calendar.ts';
import type { ServiceContext } from '../service-context.ts';
import { withKeyNamesFor } from './key-names.ts';

/**
 * GET /usage: this UTC month from its first moment on. Account posts are those of the accounts that were refreshed in it,
 * taken from the accounts' own counts: looking at each post would take longer the more there are.
 */
export async function getUsage(
  { store, now }: ServiceContext,
  _input: Input<'get_usage'>,
  { caller }: Call,
): Promise<Reply<'get_usage'>> {
  const { first, last } = monthOf(now());
  const accountPosts = await accountPostsSince(store.read, caller.organizationId, startOf(first));
  const individual = await individualPostsSince(store.read, caller.organizationId, startOf(first));
  const of = (platform: Platform) => ({
    account_posts: accountPosts.get(platform) ?? 0,
    individual_posts: individual.get(platform) ?? 0,
  });
  const platforms = { instagram: of('instagram'), tiktok: of('tiktok') };
  return withKeyNamesFor(caller, {
    status: 200,
    body: {
      data: {
        type: 'usage',
        period: { start_date: first, end_date: last },
        billable_account_posts: platforms.instagram.account_posts + platforms.tiktok.account_posts,
        individual_posts: platforms.instagram.individual_posts + platforms.tiktok.individual_posts,
        platforms,
        api_calls: await callsPerKey(store.read, caller.organizationId, first, last),
      },
    },
  });
}

async function accountPostsSince(
  db: Kysely<Schema>,
  organizationId: string,
  instant: string,
): Promise<ReadonlyMap<Platform, number>> {
  const rows = await db
    .selectFrom('accounts')
    .select(({ fn }) => ['platform', fn.sum<number>('total_post_count').as('posts')])
    .where('organization_id', '=', organizationId)
    .where('last_scrape_time', '>=', instant)
    .groupBy('platform')
    .execute();
  return new Map(rows.map(({ platform, posts }) => [platform, posts]));
}

async function individualPostsSince(
  db: Kysely<Schema>,
  organizationId: string,
  instant: string,
): Promise<ReadonlyMap<Platform, number>> {
  const rows = await db
    .selectFrom('videos')
    .select(({ fn }) => ['platform', fn.countAll<number>().as('posts')])
    .where('organization_id', '=', organizationId)
    .where('last_scrape_time', '>=', instant)
    .groupBy('platform')
    .execute();
  return new Map(rows.map(({ platform, posts }) => [platform, posts]));
}

/** Busiest key first. A key that is deleted keeps its calls and loses its name. */
function callsPerKey(db: Kysely<Schema>, organizationId: string, first: string, last: string) {
  const calls = sql<number>`sum(calls)`;
  return db
    .selectFrom('api_usage_days as used')
    .select([
      'used.key_id',
      callerName('used').as('key_name'),
      calls.as('calls'),
      sql<number>`sum(errors)`.as('errors'),
      sql<number>`sum(rate_limited)`.as('rate_limited'),
    ])
    .where('used.organization_id', '=', organizationId)
    .where('used.day', '>=', first)
    .where('used.day', '<=', last)
    .groupBy(['used.organization_id', 'used.key_id'])
    .orderBy(calls, 'desc')
    .orderBy('used.key_id')
    .execute();
}
