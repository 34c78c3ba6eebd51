import { expressionBuilder } from 'kysely';
import { creatorOperations } from '../../contract/operations/creators.ts';
import type { Call, Input, Reply } from '../../contract/port.ts';
import { sortKey } from '../../store/order.ts';
import { checkedOwner } from '../../store/owner.ts';
import type { CreatorRow, Flag, Schema } from '../../store/schema.ts';
import { matchText, type TextMatch } from '../../store/search.ts';
import { slot, statementCache } from '../../store/statement-cache.ts';
import { countRows, listPage, organizationSlot, type SortedRow, seeking } from '../page.ts';
import type { ServiceContext } from '../service-context.ts';
import { resolveSort } from '../sort.ts';
import { showCreators } from './resource.ts';

type Query = Input<'list_creators'>['query'];

const keys = creatorOperations.list_creators.query.shape.order_by.unwrap().options;
const kept = statementCache<CreatorRow & SortedRow>();

/** GET /creators: by name, without regard to case, A first unless asked otherwise. */
export async function listCreators(
  context: ServiceContext,
  { query }: Input<'list_creators'>,
  call: Call,
): Promise<Reply<'list_creators'>> {
  const { store } = context;
  const { is_active, q } = query;
  const text = q === undefined ? null : await matchText(store, 'creators', q);
  const wanted = () => matching(query, text);
  const body = await listPage(context, call, query, {
    operation: 'list_creators',
    filters: { is_active, q },
    sort: resolveSort(query, keys, { key: 'name', direction: 'asc' }),
    kept: text === null ? kept : null,
    rows: (seek) =>
      seeking(
        store.read.selectFrom('creators').selectAll().where(wanted()),
        seek,
        sortKey('creators', 'name_key'),
        'creators.id',
      ),
    total: () => countRows(store, 'creators', wanted(), text),
    show: (rows) => showCreators(store.read, call.caller.organizationId, rows),
  });
  return { status: 200, body };
}

function matching({ is_active }: Query, text: TextMatch | null) {
  const is = expressionBuilder<Schema, 'creators'>();
  return is.and([
    text?.kind === 'few'
      ? checkedOwner('creators.organization_id', organizationSlot)
      : is('creators.organization_id', '=', organizationSlot),
    ...(is_active === undefined ? [] : [is('creators.is_active', '=', slot<Flag>('is_active'))]),
    ...(text === null ? [] : [text.condition]),
  ]);
}
