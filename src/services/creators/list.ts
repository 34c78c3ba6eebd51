import { expressionBuilder } from 'kysely';
import { creatorOperations } from '../../contract/operations/creators.ts';
import type { Call, Input, Reply } from '../../contract/port.ts';
import { sortKey } from '../../store/order.ts';
import { checkedOwner } from '../../store/owner.ts';
import type { Schema } from '../../store/schema.ts';
import { matchText } from '../../store/search.ts';
import type { Store } from '../../store/store.ts';
import { countRows, listPage, seeking } from '../page.ts';
import type { ServiceContext } from '../service-context.ts';
import { resolveSort } from '../sort.ts';
import { showCreators } from './resource.ts';

type Query = Input<'list_creators'>['query'];

const keys = creatorOperations.list_creators.query.shape.order_by.unwrap().options;

/** GET /creators: by name, without regard to case, A first unless asked otherwise. */
export async function listCreators(
  context: ServiceContext,
  { query }: Input<'list_creators'>,
  call: Call,
): Promise<Reply<'list_creators'>> {
  const { read } = context.store;
  const { organizationId } = call.caller;
  const wanted = await matching(context.store, organizationId, query);
  const body = await listPage(context, call, query, {
    operation: 'list_creators',
    filters: { is_active: query.is_active, q: query.q },
    sort: resolveSort(query, keys, { key: 'name', direction: 'asc' }),
    rows: (seek) =>
      seeking(
        read.selectFrom('creators').selectAll().where(wanted),
        seek,
        sortKey('creators', 'name_key'),
        'creators.id',
      ).execute(),
    total: () => countRows(read, 'creators', wanted),
    show: (rows) => showCreators(read, organizationId, rows),
  });
  return { status: 200, body };
}

async function matching(store: Store, organizationId: string, { is_active, q }: Query) {
  const is = expressionBuilder<Schema, 'creators'>();
  const text = q === undefined ? null : await matchText(store, 'creators', q);
  return is.and([
    text?.areFew === true
      ? checkedOwner('creators.organization_id', organizationId)
      : is('creators.organization_id', '=', organizationId),
    ...(is_active === undefined ? [] : [is('creators.is_active', '=', is_active ? 1 : 0)]),
    ...(text === null ? [] : [text.condition]),
  ]);
}
