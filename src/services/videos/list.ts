import { expressionBuilder } from 'kysely';
import { videoOperations } from '../../contract/operations/videos.ts';
import type { Call, Input, Reply } from '../../contract/port.ts';
import { sortKey } from '../../store/order.ts';
import { checkedOwner } from '../../store/owner.ts';
import type { Schema } from '../../store/schema.ts';
import { matchText } from '../../store/search.ts';
import type { Store } from '../../store/store.ts';
import { countRows, listPage, seeking } from '../page.ts';
import type { ServiceContext } from '../service-context.ts';
import { resolveSort } from '../sort.ts';
import { showVideo } from './resource.ts';

type Query = Input<'list_videos'>['query'];

const keys = videoOperations.list_videos.query.shape.order_by.unwrap().options;

/** GET /videos: newest first unless asked otherwise. */
export async function listVideos(
  context: ServiceContext,
  { query }: Input<'list_videos'>,
  call: Call,
): Promise<Reply<'list_videos'>> {
  const { read } = context.store;
  const { platform, account_id, is_active, q } = query;
  const sort = resolveSort(query, keys, { key: 'added_at', direction: 'desc' });
  const wanted = await matching(context.store, call.caller.organizationId, query);
  const body = await listPage(context, call, query, {
    operation: 'list_videos',
    filters: { platform, account_id, is_active, q },
    sort,
    rows: (seek) =>
      seeking(
        read.selectFrom('videos').selectAll().where(wanted),
        seek,
        sortKey('videos', sort.key),
        'videos.id',
      ).execute(),
    total: () => countRows(read, 'videos', wanted),
    show: (rows) => rows.map(showVideo),
  });
  return { status: 200, body };
}

async function matching(store: Store, organizationId: string, { platform, account_id, is_active, q }: Query) {
  const is = expressionBuilder<Schema, 'videos'>();
  const text = q === undefined ? null : await matchText(store, 'videos', q);
  return is.and([
    account_id !== undefined || text?.areFew === true
      ? checkedOwner('videos.organization_id', organizationId)
      : is('videos.organization_id', '=', organizationId),
    ...(platform === undefined ? [] : [is('videos.platform', '=', platform)]),
    ...(account_id === undefined ? [] : [is('videos.account_id', '=', account_id)]),
    ...(is_active === undefined ? [] : [is('videos.is_active', '=', is_active ? 1 : 0)]),
    ...(text === null ? [] : [text.condition]),
  ]);
}
