import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import { among } from '../../store/among.ts';
import type { Schema } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import type { Known } from '../known.ts';

type Reader = Pick<Store, 'dialect' | 'read'>;

/** The accounts whose days an answer holds. */
export type AccountsOf =
  | { readonly kind: 'organization' }
  | { readonly kind: 'creators'; readonly ids: readonly string[] }
  | { readonly kind: 'accounts'; readonly ids: readonly string[] };

/** What an answer says where numbers that were reported without posts stand in its days. */
export interface Basis {
  readonly basis?: 'reported';
}

/** Asks only where days are reported of any of the accounts. */
export async function basisOf(
  reader: Reader,
  organizationId: string,
  of: AccountsOf,
  { isReported }: Known,
  span: { readonly start: string; readonly end: string },
): Promise<Basis> {
  if (!isReported) return {};
  const found = await reader.read
    .selectFrom('account_reported_days')
    .select('day')
    .where('organization_id', '=', organizationId)
    .where('day', '>=', span.start)
    .where('day', '<=', span.end)
    .where('counted', '>', 0)
    .where(isOf(reader, organizationId, of))
    .limit(1)
    .executeTakeFirst();
  return found === undefined ? {} : { basis: 'reported' };
}

function isOf({ dialect, read }: Reader, organizationId: string, of: AccountsOf): Expression<SqlBool> {
  switch (of.kind) {
    case 'organization':
      return sql<SqlBool>`true`;
    case 'accounts':
      return among(dialect, 'account_id', of.ids);
    case 'creators':
      return sql<SqlBool>`account_id in (${accountsOfCreators(read, organizationId).where(among(dialect, 'creator_id', of.ids))})`;
  }
}

function accountsOfCreators(db: Kysely<Schema>, organizationId: string) {
  return db.selectFrom('accounts').select('id').where('organization_id', '=', organizationId);
}
