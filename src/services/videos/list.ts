import { expressionBuilder, type Selectable } from 'kysely';
import { videoOperations } from '../../contract/operations/videos.ts';
import type { Call, Input, Reply } from '../../contract/port.ts';
import { sortKey } from '../../store/order.ts';
import { checkedOwner } from '../../store/owner.ts';
import type { Flag, Platform, Schema } from '../../store/schema.ts';
import { matchText, type TextMatch } from '../../store/search.ts';
import { slot, statementCache } from '../../store/statement-cache.ts';
import { countRows, listPage, organizationSlot, type SortedRow, seeking } from '../page.ts';
import type { ServiceContext } from '../service-context.ts';
import { resolveSort } from '../sort.ts';
import { showVideo } from './resource.ts';

type Query = Input<'list_videos'>['query'];

const keys = videoOperations.list_videos.query.shape.order_by.unwrap().options;
const kept = statementCache<Selectable<Schema['videos']> & SortedRow>();

/** GET /videos: newest first unless asked otherwise. */
export async function listVideos(
  context: ServiceContext,
  { query }: Input<'list_videos'>,
  call: Call,
): Promise<Reply<'list_videos'>> {
  const { store } = context;
  const { platform, account_id, is_active, q } = query;
  const sort = resolveSort(query, keys, { key: 'added_at', direction: 'desc' });
  const text = q === undefined ? null : await matchText(store, 'videos', q);
  const wanted = () => matching(query, text);
  const body = await listPage(context, call, query, {
    operation: 'list_videos',
    filters: { platform, account_id, is_active, q },
    sort,
    kept: text === null ? kept : null,
    rows: (seek) =>
      seeking(
        store.read.selectFrom('videos').selectAll().where(wanted()),
        seek,
        sortKey('videos', sort.key),
        'videos.id',
      ),
    total: () => countRows(store, 'videos', wanted(), text),
    show: (rows) => rows.map(showVideo),
  });
  return { status: 200, body };
}

function matching({ platform, account_id, is_active }: Query, text: TextMatch | null) {
  const is = expressionBuilder<Schema, 'videos'>();
  return is.and([
    account_id !== undefined || text?.kind === 'few'
      ? checkedOwner('videos.organization_id', organizationSlot)
      : is('videos.organization_id', '=', organizationSlot),
    ...(platform === undefined ? [] : [is('videos.platform', '=', slot<Platform>('platform'))]),
    ...(account_id === undefined ? [] : [is('videos.account_id', '=', slot<string>('account_id'))]),
    ...(is_active === undefined ? [] : [is('videos.is_active', '=', slot<Flag>('is_active'))]),
    ...(text === null ? [] : [text.condition]),
  ]);
}
