import { expressionBuilder } from 'kysely';
import { accountOperations } from '../../contract/operations/accounts.ts';
import type { Call, Input, Reply } from '../../contract/port.ts';
import { sortKey } from '../../store/order.ts';
import { checkedOwner } from '../../store/owner.ts';
import type { Schema } from '../../store/schema.ts';
import { matchText } from '../../store/search.ts';
import type { Store } from '../../store/store.ts';
import { countRows, listPage, seeking } from '../page.ts';
import type { ServiceContext } from '../service-context.ts';
import { resolveSort } from '../sort.ts';
import { selectAccounts, showAccount } from './resource.ts';

type Query = Input<'list_accounts'>['query'];

const keys = accountOperations.list_accounts.query.shape.order_by.unwrap().options;

/** GET /accounts: newest first unless asked otherwise. */
export async function listAccounts(
  context: ServiceContext,
  { query }: Input<'list_accounts'>,
  call: Call,
): Promise<Reply<'list_accounts'>> {
  const { read } = context.store;
  const { platform, is_active, q, category, creator_id } = query;
  const sort = resolveSort(query, keys, { key: 'added_at', direction: 'desc' });
  const wanted = await matching(context.store, call.caller.organizationId, query);
  const body = await listPage(context, call, query, {
    operation: 'list_accounts',
    filters: { platform, is_active, q, category, creator_id },
    sort,
    rows: (seek) =>
      seeking(selectAccounts(read).where(wanted), seek, sortKey('accounts', sort.key), 'accounts.id').execute(),
    total: () => countRows(read, 'accounts', wanted),
    show: (rows) => rows.map(showAccount),
  });
  return { status: 200, body };
}

async function matching(store: Store, organizationId: string, query: Query) {
  const { platform, is_active, q, category, creator_id } = query;
  const is = expressionBuilder<Schema, 'accounts'>();
  const text = q === undefined ? null : await matchText(store, 'accounts', q);
  return is.and([
    creator_id !== undefined || text?.areFew === true
      ? checkedOwner('accounts.organization_id', organizationId)
      : is('accounts.organization_id', '=', organizationId),
    ...(platform === undefined ? [] : [is('accounts.platform', '=', platform)]),
    ...(is_active === undefined ? [] : [is('accounts.is_active', '=', is_active ? 1 : 0)]),
    ...(category === undefined ? [] : [is('accounts.category', '=', category)]),
    ...(creator_id === undefined ? [] : [is('accounts.creator_id', '=', creator_id)]),
    ...(text === null ? [] : [text.condition]),
  ]);
}
