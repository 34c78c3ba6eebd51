import { type Kysely, sql } from 'kysely';
import type { ImportRow, OriginRow, Schema } from '../schema.ts';

/** Whether an account that an import or a push made holds nothing any more, and nobody has made anything of it. */
export async function isLeftAlone(
  db: Kysely<Schema>,
  { organizationId, accountId }: { organizationId: string; accountId: string },
): Promise<boolean> {
  const { rows } = await sql`select 1 from accounts a
    where a.organization_id = ${organizationId} and a.id = ${accountId}
      and a.creator_id is null and a.category is null and a.metadata = '{}' and a.is_active = 1
      and a.first_scrape_time is null and a.next_refresh_at is null
      and (exists (select 1 from import_accounts i where i.account_id = a.id and i.is_new = 1)
        or exists (select 1 from push_accounts p where p.account_id = a.id and p.is_new = 1))
      and not exists (select 1 from account_looks l where l.organization_id = a.organization_id and l.account_id = a.id)
      and not exists (select 1 from account_reported_days d where d.account_id = a.id)
      and not exists (select 1 from import_accounts i join imports m on m.id = i.import_id
        where i.account_id = a.id and m.state in ('applied', 'applying'))`.execute(db);
  return rows.length > 0;
}

/** Forgets where observations came from that are there no more: an import, or a push. */
export async function dropOrigin(
  db: Kysely<Schema>,
  { organization_id, id }: Pick<ImportRow, 'organization_id' | 'id'>,
  source: OriginRow['source'] = 'file',
): Promise<void> {
  await db
    .deleteFrom('origins')
    .where('organization_id', '=', organization_id)
    .where('source', '=', source)
    .where('import_id', '=', id)
    .execute();
}

/** Forgets further ids of posts that nobody has any more. */
export async function dropUnusedAliases(db: Kysely<Schema>, organizationId: string): Promise<void> {
  await sql`delete from post_aliases where organization_id = ${organizationId}
    and not exists (select 1 from post_keys k where k.organization_id = post_aliases.organization_id
      and k.platform = post_aliases.platform and k.external_id = post_aliases.external_id)
    and not exists (select 1 from videos v where v.organization_id = post_aliases.organization_id
      and v.platform = post_aliases.platform and v.external_id = post_aliases.external_id)`.execute(db);
}
