import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../store/store.ts';
import { beginsWithLetter, endsWithLetter, letterRanges } from '../store/word.ts';

/** An expression of SQL, of whatever type. */
export type Sql = RawBuilder<unknown>;

/** What the two databases say differently. Texts are parameters; numbers that we have made stand in the statement. */
export interface Speech {
  /** A text, compared and sorted by its bytes. */
  text(value: string | null): Sql;
  /** A text column in the order of its bytes. */
  ordered(text: Sql): Sql;
  /** The form in which texts are compared. */
  folded(text: Sql): Sql;
  /** Whether a folded text holds another. */
  holds(text: Sql, part: string): Sql;
  /** Whether a folded text holds a word, whole. */
  holdsWord(text: Sql, word: string): Sql;
  /** Whether a text is one of some. */
  among(text: Sql, values: readonly string[]): Sql;
  /** Rows of one column, `value`. */
  listed(values: readonly string[]): Sql;
  /** The value of a key in an object of texts; null where it has none. */
  valueOf(object: Sql, key: string): Sql;
  /** The day `YYYY-MM-DD` of a number of days since the epoch. */
  dayOf(days: Sql): Sql;
  /** The Monday of a day. */
  mondayOf(day: Sql): Sql;
  /** A whole number, as a double. */
  double(value: Sql): Sql;
  noText: Sql;
  noNumber: Sql;
}

/** Numbers are ours, or were read as finite numbers: no text of a caller gets here. */
export function literal(value: number): Sql {
  if (!Number.isFinite(value)) throw new Error('A number of a query is finite');
  return sql.raw(value < 0 ? `(${value})` : String(value));
}

const sqlite: Speech = {
  text: (value) => sql`${value}`,
  ordered: (text) => text,
  folded: (text) => sql`fold(${text})`,
  holds: (text, part) => sql`instr(${text}, ${part}) > 0`,
  holdsWord: (text, word) => sql`matches_word(${text}, ${word}) = 1`,
  among: (text, values) => sql`${text} in (select value from json_each(${JSON.stringify(values)}))`,
  listed: (values) => sql`select value from json_each(${JSON.stringify(values)})`,
  valueOf: (object, key) => sql`(select each.value from json_each(${object}) as each where each.key = ${key})`,
  dayOf: (days) => sql`date((${days}) * 86400, 'unixepoch')`,
  mondayOf: (day) => sql`date(${day}, 'weekday 0', '-6 days')`,
  double: (value) => sql`cast(${value} as real)`,
  noText: sql`cast(null as text)`,
  noNumber: sql`cast(null as integer)`,
};

const text = (value: string | null) => sql`cast(${value} as text)`;

const postgres: Speech = {
  text,
  ordered: (value) => sql`(${value}) collate "C"`,
  folded: (value) => sql`search_fold(${value})`,
  holds: (value, part) => sql`strpos(${value}, ${text(part)}) > 0`,
  holdsWord: (value, word) => sql`(${value} collate "C") ~ ${text(wordPattern(word))}`,
  among: (value, values) =>
    sql`${value} in (select jsonb_array_elements_text(cast(${JSON.stringify(values)} as jsonb)))`,
  listed: (values) =>
    sql`select value from jsonb_array_elements_text(cast(${JSON.stringify(values)} as jsonb)) as value`,
  valueOf: (object, key) => sql`(cast(${object} as jsonb) ->> ${text(key)})`,
  dayOf: (days) => sql`to_char(date '1970-01-01' + cast(${days} as integer), 'YYYY-MM-DD')`,
  mondayOf: (day) => sql`to_char(date_trunc('week', cast(${day} as date)), 'YYYY-MM-DD')`,
  double: (value) => sql`cast(${value} as double precision)`,
  noText: sql`cast(null as text)`,
  noNumber: sql`cast(null as bigint)`,
};

/** A word that no letter, number or `_` touches; the class is written out, since locales know other letters. */
function wordPattern(word: string): string {
  const escaped = word.replaceAll(/[\\^$.|?*+()[\]{}]/g, (mark) => `\\${mark}`);
  const before = beginsWithLetter(word) ? `(?<![${letterRanges()}])` : '';
  const after = endsWithLetter(word) ? `(?![${letterRanges()}])` : '';
  return `${before}${escaped}${after}`;
}

export const speeches: Readonly<Record<Dialect, Speech>> = { sqlite, postgres };
