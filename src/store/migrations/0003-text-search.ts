import type { Dialect } from '../store.ts';

/** What `q` looks into (contract §2, GET /search and the lists). */
const searched: Readonly<Record<string, readonly string[]>> = {
  accounts: ['username'],
  creators: ['name'],
  account_videos: ['description'],
  videos: ['description'],
};

/** Trigram indexes over the searched texts; `search.ts` says how they are asked. */
export function textSearch(dialect: Dialect): readonly string[] {
  return dialect === 'sqlite' ? fullTextTables() : trigramIndexes();
}

function trigramIndexes(): readonly string[] {
  const indexes = Object.entries(searched).flatMap(([table, columns]) =>
    columns.map((c) => `create index ${table}_${c}_trigrams on ${table} using gin (lower(${c}) gin_trgm_ops)`),
  );
  return ['create extension if not exists pg_trgm', ...indexes];
}

/**
 * For each table: an FTS5 index of the trigrams of its text (without a copy of the text), a list of those trigrams, and
 * the triggers that keep both up to date. Two marks are added to the end of each text, so that its last characters
 * begin a trigram too: every text that contains a `q` of one or two characters then has a trigram that begins with it.
 */
function fullTextTables(): readonly string[] {
  return Object.entries(searched).flatMap(([table, columns]) => {
    const names = columns.join(', ');
    const marked = columns.map((c) => `new.${c} || char(1, 1)`);
    const changed = columns.map((c) => `new.${c} is not old.${c}`).join(' or ');
    const assigned = columns.map((c, i) => `${c} = ${marked[i]}`).join(', ');
    return [
      `create virtual table ${table}_text
        using fts5(${names}, tokenize = 'trigram', content = '', contentless_delete = 1)`,
      `create virtual table ${table}_trigrams using fts5vocab(${table}_text, instance)`,
      `create trigger ${table}_text_insert after insert on ${table} begin
        insert into ${table}_text (rowid, ${names}) values (new.text_row, ${marked.join(', ')}); end`,
      `create trigger ${table}_text_update after update of ${names} on ${table} when ${changed} begin
        update ${table}_text set ${assigned} where rowid = new.text_row; end`,
      `create trigger ${table}_text_delete after delete on ${table} begin
        delete from ${table}_text where rowid = old.text_row; end`,
    ];
  });
}
