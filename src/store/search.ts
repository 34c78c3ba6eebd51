import { type RawBuilder, sql } from 'kysely';
import { folded } from './fold.ts';
import type { Dialect } from './store.ts';

/** What `q` looks into (contract §2); the indexes are made in `migrations/0003-text-search.ts`. */
const searched = {
  accounts: ['username'],
  creators: ['name'],
  account_videos: ['description'],
  videos: ['description'],
} as const satisfies Record<string, readonly string[]>;

export type SearchedTable = keyof typeof searched;

/** So many texts with a short `q` are taken from the index; where there are more, most rows contain it and looking at them is quicker. */
const mostIndexed = 20_000;

/** Characters that no text may be asked for: NUL, which PostgreSQL has not, and the mark that ends indexed texts. */
const unsearchable = ['\u0000', '\u0001'] as const;

/**
 * A condition: the row's text contains `q`, in any case, as a plain substring of any length; `%`, `_` and quotes mean themselves.
 * `alias` is the name that the table has in the query. An empty `q` is in every row.
 */
export function textContains(
  dialect: Dialect,
  table: SearchedTable,
  q: string,
  alias: string = table,
): RawBuilder<boolean> {
  if (q === '') return sql<boolean>`1 = 1`;
  if (unsearchable.some((character) => q.includes(character))) return sql<boolean>`1 = 0`;
  if (dialect === 'postgres') return anyColumn(table, (column) => lowerLike(`${alias}.${column}`, q));
  const row = textRow(alias);
  return [...q].length >= 3
    ? sql<boolean>`${row} in (select rowid from ${sql.table(`${table}_text`)} where ${sql.table(`${table}_text`)} match ${phrase(q)})`
    : shortText(table, q, alias);
}

/** `lower()` and the escapes as in the trigram index's expression. */
function lowerLike(column: string, q: string): RawBuilder<boolean> {
  const pattern = `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql<boolean>`lower(${sql.ref(column)}) like lower(${pattern})`;
}

/**
 * The plus keeps SQLite walking the list in its order and looking each row up among the matches. Fetching all matches and sorting
 * them would be quicker for rare words, but takes a second for a common one in a million texts.
 */
function textRow(alias: string): RawBuilder<number> {
  return sql<number>`+${sql.ref(`${alias}.text_row`)}`;
}

/** An FTS5 phrase: with the trigram tokenizer it matches exactly the texts that contain it. */
function phrase(q: string): string {
  return `"${q.replaceAll('"', '""')}"`;
}

/**
 * One or two characters are in no trigram as a whole, but begin one in every text that contains them. The probe reads at most
 * `mostIndexed` entries; both branches are exact, so it decides about speed alone.
 */
function shortText(table: SearchedTable, q: string, alias: string): RawBuilder<boolean> {
  const first = folded(q);
  const trigrams = sql`from ${sql.table(`${table}_trigrams`)} where term >= ${first} and term <= ${`${first}\u{10ffff}`}`;
  return sql<boolean>`case
    when (select count(*) from (select 1 ${trigrams} limit ${mostIndexed})) < ${mostIndexed}
    then ${textRow(alias)} in (select doc ${trigrams})
    else ${anyColumn(table, (column) => sql<boolean>`coalesce(instr(fold(${sql.ref(`${alias}.${column}`)}), ${first}), 0) > 0`)}
    end`;
}

function anyColumn(table: SearchedTable, condition: (column: string) => RawBuilder<boolean>): RawBuilder<boolean> {
  return sql<boolean>`(${sql.join(
    searched[table].map((column) => condition(column)),
    sql` or `,
  )})`;
}
