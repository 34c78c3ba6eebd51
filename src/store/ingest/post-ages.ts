import type { Kysely } from 'kysely';
import { among } from '../among.ts';
import { ageColumns, unknownAtAge } from '../observations/at-age.ts';
import type { Change } from '../observations/change.ts';
import type { PostAgeRow, Schema } from '../schema.ts';
import type { Dialect } from '../store.ts';
import { bulkInsert } from './bulk-insert.ts';

const columns = ['organization_no', 'post_id', ...ageColumns] as const;
const conflict = 'on conflict (organization_no, post_id) do update set';

const anew = {
  table: 'post_ages',
  columns,
  onConflict: `${conflict} ${ageColumns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
} as const;

const toldMore = {
  table: 'post_ages',
  columns,
  onConflict: `${conflict} ${ageColumns.map((column) => `${column} = coalesce(excluded.${column}, post_ages.${column})`).join(', ')}`,
} as const;

/** Writes what changed posts counted at some ages. A post of which nothing of that is known has no row. */
export async function writeAges(
  dialect: Dialect,
  db: Kysely<Schema>,
  organizationNo: number,
  posts: readonly { readonly id: number; readonly known: object | null; readonly change: Pick<Change, 'ages'> }[],
): Promise<void> {
  const rows: { readonly [Kind in 'whole' | 'told']: PostAgeRow[] } = { whole: [], told: [] };
  const unknown: number[] = [];
  for (const { id, known, change } of posts) {
    const { kind, levels } = change.ages;
    const isKnown = ageColumns.some((column) => (levels[column] ?? null) !== null);
    if (isKnown) rows[kind].push({ ...unknownAtAge, ...levels, organization_no: organizationNo, post_id: id });
    else if (kind === 'whole' && known !== null) unknown.push(id);
  }
  await bulkInsert(dialect, db, anew, rows.whole);
  await bulkInsert(dialect, db, toldMore, rows.told);
  if (unknown.length === 0) return;
  await db
    .deleteFrom('post_ages')
    .where('organization_no', '=', organizationNo)
    .where(among(dialect, 'post_id', unknown))
    .execute();
}
