import { type Kysely, sql } from 'kysely';
import type { ImportStagedRow, Schema } from '../schema.ts';

/** The instants at which an import saw an account's posts, ascending. */
export async function stagedInstants(db: Kysely<Schema>, importId: string, account: number): Promise<number[]> {
  const rows = await db
    .selectFrom('import_rows')
    .select('at')
    .distinct()
    .where('import_id', '=', importId)
    .where('account', '=', account)
    .where('post', '>', '')
    .orderBy('at')
    .execute();
  return rows.map(({ at }) => at);
}

/** What an import says of an account beside its posts, in the order of its instants. */
export function stagedOfAccount(
  db: Kysely<Schema>,
  importId: string,
  account: number,
  limit: number,
): Promise<ImportStagedRow[]> {
  return db
    .selectFrom('import_rows')
    .selectAll()
    .where('import_id', '=', importId)
    .where('account', '=', account)
    .where('post', '=', '')
    .orderBy('at')
    .orderBy('seq')
    .limit(limit)
    .execute();
}

/** The next rows of whole posts: about `size`, and all of the last post. */
export async function stagedPosts(
  db: Kysely<Schema>,
  importId: string,
  account: number,
  size: number,
): Promise<ImportStagedRow[]> {
  const next = db
    .selectFrom('import_rows')
    .selectAll()
    .where('import_id', '=', importId)
    .where('account', '=', account)
    .where('post', '>', '')
    .orderBy('post')
    .orderBy('at')
    .orderBy('seq');
  const rows = await next.limit(size).execute();
  const last = rows.at(-1);
  if (last === undefined || rows.length < size) return rows;
  const rest = await next.where('post', '=', last.post).execute();
  return [...rows.filter(({ post }) => post !== last.post), ...rest];
}

/** Forgets rows that are applied: those of an account up to and with a post. */
export async function dropStaged(
  db: Kysely<Schema>,
  { import_id, account }: Pick<ImportStagedRow, 'import_id' | 'account'>,
  through: { readonly from: string; readonly to: string },
): Promise<void> {
  await db
    .deleteFrom('import_rows')
    .where('import_id', '=', import_id)
    .where('account', '=', account)
    .where('post', '>=', through.from)
    .where('post', '<=', through.to)
    .execute();
}

/** Forgets single rows of an account beside its posts: those that were read. */
export async function dropStagedOfAccount(db: Kysely<Schema>, rows: readonly ImportStagedRow[]): Promise<void> {
  const last = rows.at(-1);
  if (last === undefined) return;
  await db
    .deleteFrom('import_rows')
    .where('import_id', '=', last.import_id)
    .where('account', '=', last.account)
    .where('post', '=', '')
    .where(({ eb, or, and }) => or([eb('at', '<', last.at), and([eb('at', '=', last.at), eb('seq', '<=', last.seq)])]))
    .execute();
}

/** How many posts are staged, and how many of them the store does not know; where accounts are known already. */
export async function countStagedPosts(
  db: Kysely<Schema>,
  { organizationId, importId }: { organizationId: string; importId: string },
): Promise<{ posts: number; known: number }> {
  const { rows } = await sql<{ posts: number; known: number }>`
    select count(*) as posts, count(k.external_id) as known
    from (select distinct a.platform, r.post from import_rows r
      join import_accounts a on a.import_id = r.import_id and a.number = r.account
      where r.import_id = ${importId} and r.post > '') p
    left join post_keys k on k.organization_id = ${organizationId} and k.platform = p.platform and k.external_id = p.post`.execute(
    db,
  );
  return rows[0] ?? { posts: 0, known: 0 };
}
