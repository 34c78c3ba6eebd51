import { expressionBuilder } from 'kysely';
import { accountOperations } from '../../contract/operations/accounts.ts';
import type { Call, Input, Reply } from '../../contract/port.ts';
import { sortKey } from '../../store/order.ts';
import { checkedOwner } from '../../store/owner.ts';
import type { Flag, Platform, Schema } from '../../store/schema.ts';
import { matchText, type TextMatch } from '../../store/search.ts';
import { slot, statementCache } from '../../store/statement-cache.ts';
import { countRows, listPage, organizationSlot, type SortedRow, seeking } from '../page.ts';
import type { ServiceContext } from '../service-context.ts';
import { resolveSort } from '../sort.ts';
import { type AccountWithDefaults, selectAccounts, showAccount } from './resource.ts';

type Query = Input<'list_accounts'>['query'];

const keys = accountOperations.list_accounts.query.shape.order_by.unwrap().options;
const kept = statementCache<AccountWithDefaults & SortedRow>();

/** GET /accounts: newest first unless asked otherwise. */
export async function listAccounts(
  context: ServiceContext,
  { query }: Input<'list_accounts'>,
  call: Call,
): Promise<Reply<'list_accounts'>> {
  const { store } = context;
  const { platform, is_active, q, category, creator_id } = query;
  const sort = resolveSort(query, keys, { key: 'added_at', direction: 'desc' });
  const text = q === undefined ? null : await matchText(store, 'accounts', q);
  const wanted = () => matching(query, text);
  const body = await listPage(context, call, query, {
    operation: 'list_accounts',
    filters: { platform, is_active, q, category, creator_id },
    sort,
    kept: text === null ? kept : null,
    rows: (seek) =>
      seeking(selectAccounts(store.read).where(wanted()), seek, sortKey('accounts', sort.key), 'accounts.id'),
    total: () => countRows(store, 'accounts', wanted(), text),
    show: (rows) => rows.map(showAccount),
  });
  return { status: 200, body };
}

function matching({ platform, is_active, category, creator_id }: Query, text: TextMatch | null) {
  const is = expressionBuilder<Schema, 'accounts'>();
  return is.and([
    creator_id !== undefined || text?.kind === 'few'
      ? checkedOwner('accounts.organization_id', organizationSlot)
      : is('accounts.organization_id', '=', organizationSlot),
    ...(platform === undefined ? [] : [is('accounts.platform', '=', slot<Platform>('platform'))]),
    ...(is_active === undefined ? [] : [is('accounts.is_active', '=', slot<Flag>('is_active'))]),
    ...(category === undefined ? [] : [is('accounts.category', '=', slot<string>('category'))]),
    ...(creator_id === undefined ? [] : [is('accounts.creator_id', '=', slot<string>('creator_id'))]),
    ...(text === null ? [] : [text.condition]),
  ]);
}
