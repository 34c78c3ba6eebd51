import { sql } from 'kysely';
import type { Call, Input, Reply } from '../../contract/port.ts';
import { folded } from '../../store/fold.ts';
import { checkedOwner } from '../../store/owner.ts';
import { matchText, type TextMatch } from '../../store/search.ts';
import { askOnce } from '../../store/statement-cache.ts';
import type { Store } from '../../store/store.ts';
import type { ServiceContext } from '../service-context.ts';

/** What is searched for, by whom, and how many hits a section may hold. */
interface Search {
  readonly organizationId: string;
  readonly q: string;
  readonly limit: number;
}

/**
 * GET /search. Accounts and creators: those named so first, then those whose name begins so, then the rest, each by name;
 * videos: newest first. A blank `q` finds nothing.
 */
export async function searchWorkspace(
  { store }: ServiceContext,
  { query }: Input<'search_workspace'>,
  { caller }: Call,
): Promise<Reply<'search_workspace'>> {
  const { q, limit } = query;
  const search = { organizationId: caller.organizationId, q, limit };
  const data = folded(q).trim() === '' ? { accounts: [], creators: [], videos: [] } : await sections(store, search);
  const effective_caps = { accounts: limit, creators: limit, videos: limit };
  return { status: 200, body: { data, meta: { query: q, limit_per_section: limit, effective_caps } } };
}

async function sections(store: Store, search: Search) {
  return {
    accounts: [...(await findAccounts(store, search))],
    creators: [...(await findCreators(store, search))],
    videos: [...(await findVideos(store, search))],
  };
}

async function findAccounts(store: Store, { organizationId, q, limit }: Search) {
  const text = await matchText(store, 'accounts', q);
  const found = store.read
    .selectFrom('accounts')
    .select(['id', 'platform', 'username', 'name as display_name'])
    .where(owned('accounts.organization_id', organizationId, text))
    .where(text.condition)
    .orderBy(closeness('username', q))
    .orderBy('username')
    .orderBy('platform')
    .limit(limit);
  return await askOnce(store, found, { organization_id: organizationId });
}

async function findCreators(store: Store, { organizationId, q, limit }: Search) {
  const text = await matchText(store, 'creators', q);
  const found = store.read
    .selectFrom('creators')
    .select(['id', 'name'])
    .where(owned('creators.organization_id', organizationId, text))
    .where(text.condition)
    .orderBy(closeness('name_key', q))
    .orderBy('name_key')
    .orderBy('id')
    .limit(limit);
  return await askOnce(store, found, { organization_id: organizationId });
}

async function findVideos(store: Store, { organizationId, q, limit }: Search) {
  const text = await matchText(store, 'account_videos', q);
  const found = store.read
    .selectFrom('account_videos')
    .innerJoin('accounts', 'accounts.id', 'account_videos.account_id')
    .select([
      'account_videos.id',
      'account_videos.platform',
      'account_videos.description as caption',
      'account_videos.account_id',
      'accounts.username as account_username',
    ])
    .where(owned('account_videos.organization_id', organizationId, text))
    .where(text.condition)
    .orderBy('account_videos.create_time', 'desc')
    .orderBy('account_videos.id', 'desc')
    .limit(limit);
  return await askOnce(store, found, { organization_id: organizationId });
}

function owned(column: string, organizationId: string, { kind }: TextMatch) {
  return kind === 'few' ? checkedOwner(column, organizationId) : sql<boolean>`${sql.ref(column)} = ${organizationId}`;
}

/** 0 for the text itself, 1 where a text begins so, else 2. Both columns hold lower case. */
function closeness(column: string, q: string) {
  const wanted = folded(q);
  const begins = sql`substr(${sql.ref(column)}, 1, ${[...wanted].length})`;
  return sql<number>`case when ${sql.ref(column)} = ${wanted} then 0 when ${begins} = ${wanted} then 1 else 2 end`;
}
