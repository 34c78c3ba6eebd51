import { type Kysely, sql } from 'kysely';
import { accountVideoOperations } from '../../contract/operations/account-videos.ts';
import type { Call, Input, Reply } from '../../contract/port.ts';
import { sortKey } from '../../store/order.ts';
import type { Platform, Schema } from '../../store/schema.ts';
import { fetchedWhole, matchText } from '../../store/search.ts';
import { slot, statementCache } from '../../store/statement-cache.ts';
import { countRows, listPage, organizationSlot, type SortedRow, seeking } from '../page.ts';
import type { ServiceContext } from '../service-context.ts';
import { resolveSort } from '../sort.ts';
import { type PostQuery, wantedPosts } from './conditions.ts';
import { type AccountVideoWithAccount, selectAccountVideos, showAccountVideo } from './resource.ts';
import { walkByCount } from './walk-by-count.ts';

const keys = accountVideoOperations.list_account_videos.query.shape.order_by.unwrap().options;
const kept = statementCache<AccountVideoWithAccount & SortedRow>();

/** GET /account-videos: newest posts first unless asked otherwise. Ids are one sequence over both platforms, so they alone break ties. */
export async function listAccountVideos(
  context: ServiceContext,
  { query }: Input<'list_account_videos'>,
  call: Call,
): Promise<Reply<'list_account_videos'>> {
  const { store } = context;
  const { platform, account_id, creator_id, q } = query;
  const sort = resolveSort(query, keys, { key: 'create_time', direction: 'desc' });
  const text = q === undefined ? null : await matchText(store, 'account_videos', q);
  const otherWay = walkByCount(store, call.caller.organizationId, query, sort, text);
  const wanted = () => wantedPosts(query, text);
  const wantedWhole = () => wantedPosts(query, fetchedWhole(text));
  const body = await listPage(context, call, query, {
    operation: 'list_account_videos',
    filters: { platform, account_id, creator_id, q },
    sort,
    kept: text === null ? kept : null,
    otherWay,
    rows: (seek) => {
      const key = sortKey('account_videos', sort.key);
      if (creator_id === undefined || text !== null) {
        // Where no index has the order, all that a text is in are fetched and sorted.
        const found = otherWay === undefined ? wanted() : wantedWhole();
        return seeking(selectAccountVideos(store.read).where(found), seek, key, 'account_videos.id');
      }
      // The posts of a creator's accounts are sorted as entries of an index; only those of the page are read, by the
      // same index: that is what the account and the key are named for in the join.
      const entries = store.read
        .selectFrom('account_videos')
        .select(['account_videos.account_id', 'account_videos.id']);
      const found = seeking(entries.where(wanted()), seek, key, 'account_videos.id').as('found');
      const posts = selectAccountVideos(store.read).innerJoin(found, (entry) =>
        entry
          .onRef('account_videos.account_id', '=', 'found.account_id')
          .on(sql<boolean>`${key} = found.sort_key`)
          .onRef('account_videos.id', '=', 'found.id'),
      );
      return seeking(posts, { ...seek, begin: 'first' }, key, 'account_videos.id');
    },
    total: () =>
      text === null || text.kind === 'all'
        ? countPosts(store.read, query)
        : countRows(store, 'account_videos', wantedWhole()),
    show: (rows) => rows.map(showAccountVideo),
  });
  return { status: 200, body };
}

/** How many posts there are, told by their accounts: counting a million takes a tenth of a second. */
function countPosts(db: Kysely<Schema>, { platform, account_id, creator_id }: PostQuery) {
  return db
    .selectFrom('accounts')
    .select(({ fn }) => fn.coalesce(fn.sum<number>('total_post_count'), sql<number>`0`).as('total'))
    .where((is) =>
      is.and([
        is('organization_id', '=', organizationSlot),
        ...(platform === undefined ? [] : [is('platform', '=', slot<Platform>('platform'))]),
        ...(account_id === undefined ? [] : [is('id', '=', slot<string>('account_id'))]),
        ...(creator_id === undefined ? [] : [is('creator_id', '=', slot<string>('creator_id'))]),
      ]),
    );
}
