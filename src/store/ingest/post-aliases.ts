import type { Kysely } from 'kysely';
import { among } from '../among.ts';
import { isTold, needsAlias, postKey, type ToldIds } from '../observations/post-key.ts';
import type { AccountRow, Platform, Schema } from '../schema.ts';
import type { Dialect } from '../store.ts';
import { bulkInsert } from './bulk-insert.ts';

/** Further ids of posts, and the key that each leads to. */
export type Aliases = ReadonlyMap<string, string>;

const none: Aliases = new Map();

/** The aliases that these posts need: those that they tell themselves, else those that were seen before. */
export async function aliasesFor(
  dialect: Dialect,
  db: Kysely<Schema>,
  { organization_id, platform }: Pick<AccountRow, 'organization_id' | 'platform'>,
  given: readonly ToldIds[],
): Promise<Aliases> {
  const posts = given.filter(isTold);
  const needed = posts.filter((post) => needsAlias(platform, post)).map(({ external_id }) => external_id);
  if (needed.length === 0) return none;
  const known = await db
    .selectFrom('post_aliases')
    .select(['other_id', 'external_id'])
    .where('organization_id', '=', organization_id)
    .where('platform', '=', platform)
    .where(among(dialect, 'other_id', needed))
    .execute();
  return new Map([
    ...known.map(({ other_id, external_id }) => [other_id, external_id] as const),
    ...told(platform, posts),
  ]);
}

function told(platform: Platform, posts: readonly ToldIds[]): [string, string][] {
  return posts.flatMap((post) => {
    const { key, others } = postKey(platform, post, none);
    return key === null ? [] : others.map((other): [string, string] => [other, key]);
  });
}

const intoPostAliases = {
  table: 'post_aliases',
  columns: ['organization_id', 'platform', 'other_id', 'external_id'],
  // A source that was wrong is put right by what is told later.
  onConflict: `on conflict (organization_id, platform, other_id) do update set external_id = excluded.external_id
    where post_aliases.external_id <> excluded.external_id`,
} as const;

/** Remembers further ids of posts. */
export async function writeAliases(
  dialect: Dialect,
  db: Kysely<Schema>,
  { organization_id, platform }: Pick<AccountRow, 'organization_id' | 'platform'>,
  aliases: Aliases,
): Promise<void> {
  // In one order everywhere: two transactions then never wait for each other in a circle.
  const rows = [...aliases].map(([other_id, external_id]) => ({ organization_id, platform, other_id, external_id }));
  rows.sort((a, b) => (a.other_id < b.other_id ? -1 : 1));
  await bulkInsert(dialect, db, intoPostAliases, rows);
}

/** The key of the post that a further id leads to. */
export async function keyOfAlias(
  db: Kysely<Schema>,
  { organizationId, platform, otherId }: { organizationId: string; platform: Platform; otherId: string },
): Promise<string | null> {
  const alias = await db
    .selectFrom('post_aliases')
    .select('external_id')
    .where('organization_id', '=', organizationId)
    .where('platform', '=', platform)
    .where('other_id', '=', otherId)
    .executeTakeFirst();
  return alias?.external_id ?? null;
}
