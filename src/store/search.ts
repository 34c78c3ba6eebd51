import { type CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';
import { folded } from './fold.ts';
import type { Schema } from './schema.ts';
import type { PrepareRead, Store } from './store.ts';

/** What `q` looks into (contract §2); the indexes are made in `migrations/0014-text-fold.ts`. */
const searched = {
  accounts: ['username'],
  creators: ['name'],
  account_videos: ['description'],
  videos: ['description'],
} as const satisfies Record<string, readonly string[]>;

export type SearchedTable = keyof typeof searched;

/**
 * Characters that a search must not contain: NUL, which PostgreSQL cannot store, and the mark that ends indexed texts.
 */
const unsearchable = ['\u0000', '\u0001'] as const;

/** Rows whose text contains a `q`: exactly those, whichever way they are found. */
export type TextMatch = { readonly condition: RawBuilder<boolean> } & (
  | { readonly kind: 'none' | 'all' }
  /** Few rows match: fetching and sorting them all is fast, walking the list until they turn up is slow. */
  | { readonly kind: 'few' }
  | ({ readonly kind: 'listed' } & Listed)
  /**
   * So many rows match that the list is walked and each text is searched. PostgreSQL always does this. On SQLite such
   * reads throw HeldTooLong, as those of a listed text do, where matches do not turn up soon: ask by `askOnce`.
   */
  | { readonly kind: 'common' }
);

/**
 * In between: their ids can be listed in a few ms. The condition is for a statement that walks the list in its order.
 */
interface Listed {
  /** For a statement that fetches all of them. */
  readonly fetched: RawBuilder<boolean>;
  /** Their rows (`text_row`), for a caller that walks in several statements. Synchronous; throws the driver's error. */
  numbers(prepareRead: PrepareRead): ReadonlySet<number>;
}

/** How many matches separate one way from the next. */
interface Bounds {
  /** Up to this many matches are fetched and sorted, at about 4 µs each (measured with a million posts). */
  mostFetched: number;
  /**
   * From this many on, the list is walked and each text is searched: a match turns up soon, and listing all of them
   * would take longer.
   */
  mostListed: number;
}

const measuredBounds: Bounds = { mostFetched: 2_000, mostListed: 20_000 };

/**
 * How to find the rows whose text contains `q`, in the form that `fold.ts` compares, as a plain substring of any length; `%`, `_` and
 * quotes mean themselves. `alias` is the name that the table has in the query. An empty `q` is in every row.
 *
 * PostgreSQL decides by its statistics. SQLite has no statistics of its text indexes, so a bounded look into the index
 * estimates how common `q` is. Every way gives the exact rows: the estimate affects only the speed.
 */
export async function matchText(
  { dialect, read }: Pick<Store, 'dialect' | 'read'>,
  table: SearchedTable,
  q: string,
  { alias = table, mostFetched, mostListed }: Bounds & { alias?: string } = measuredBounds,
): Promise<TextMatch> {
  const text = folded(q);
  if (text === '') return { kind: 'all', condition: sql<boolean>`1 = 1` };
  if (unsearchable.some((character) => text.includes(character)))
    return { kind: 'none', condition: sql<boolean>`1 = 0` };
  if (dialect === 'postgres') {
    return { kind: 'common', condition: anyColumn(table, (column) => foldedLike(`${alias}.${column}`, text)) };
  }
  const rows = indexedRows(table, text);
  const seen = await countUpTo(read, rows, mostListed);
  const row = sql.ref(`${alias}.text_row`);
  const fetched = sql<boolean>`${row} in (${rows})`;
  if (seen < mostFetched) return { kind: 'few', condition: fetched };
  if (seen >= mostListed) return { kind: 'common', condition: inText(table, text, alias) };
  // The plus makes SQLite walk the list in its order and look each row up among the matches: with so many, one turns up
  // soon.
  const condition = sql<boolean>`(in_time() and +${row} in (${rows}))`;
  const whole = sql<boolean>`(${fetched} and in_time())`;
  return {
    kind: 'listed',
    condition,
    fetched: whole,
    numbers: (prepareRead) => numbersOf(prepareRead, rows.compile(read)),
  };
}

/** Searches the text of each row, on SQLite. `text` is folded already. */
export function inText(
  table: SearchedTable,
  text: string | RawBuilder<string>,
  alias: string = table,
): RawBuilder<boolean> {
  const found = anyColumn(
    table,
    (column) => sql<boolean>`coalesce(instr(fold(${sql.ref(`${alias}.${column}`)}), ${text}), 0) > 0`,
  );
  return sql<boolean>`(in_time() and ${found})`;
}

/** Whether to count or sort all matches takes long: on PostgreSQL nobody knows before. */
export function isLongWhole(text: TextMatch | null): boolean {
  return text?.kind === 'listed' || text?.kind === 'common';
}

/** The same search, whose matches are fetched even if they are many. */
export function fetchedWhole(text: TextMatch | null): TextMatch | null {
  return text?.kind === 'listed' ? { kind: 'few', condition: text.fetched } : text;
}

function numbersOf(prepareRead: PrepareRead, { sql: text, parameters }: CompiledQuery): ReadonlySet<number> {
  return new Set(prepareRead<{ row: number }>(text)(parameters).map(({ row }) => row));
}

/** The trigram index's expression. */
function foldedLike(column: string, text: string): RawBuilder<boolean> {
  return sql<boolean>`search_fold(${sql.ref(column)}) like ${`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`}`;
}

/**
 * The numbers of the rows whose text contains `text`, from the index. With the trigram tokenizer an FTS5 phrase matches
 * exactly those. One or two characters are in no trigram as a whole, but begin one in every text that contains them; a
 * row comes once for each.
 */
function indexedRows(table: SearchedTable, text: string): RawBuilder<unknown> {
  if ([...text].length >= 3) {
    const index = sql.table(`${table}_text`);
    return sql`select rowid as row from ${index} where ${index} match ${`"${text.replaceAll('"', '""')}"`}`;
  }
  return sql`select doc as row from ${sql.table(`${table}_trigrams`)} where term >= ${text} and term <= ${`${text}\u{10ffff}`}`;
}

async function countUpTo(read: Kysely<Schema>, rows: RawBuilder<unknown>, most: number): Promise<number> {
  const counted = sql<{ seen: number }>`select count(*) as seen from (${rows} limit ${most})`;
  return (await counted.execute(read)).rows[0]?.seen ?? 0;
}

function anyColumn(table: SearchedTable, condition: (column: string) => RawBuilder<boolean>): RawBuilder<boolean> {
  return sql<boolean>`(${sql.join(
    searched[table].map((column) => condition(column)),
    sql` or `,
  )})`;
}
