import type { Dialect } from '../store.ts';

/** What `q` looks into, as in 0003. */
const searched: Readonly<Record<string, string>> = {
  accounts: 'username',
  creators: 'name',
  account_videos: 'description',
  videos: 'description',
};

/** The text indexes over folded texts (see `fold.ts`), and the names by which creators are sorted in the same form. */
export function textFold(dialect: Dialect): readonly string[] {
  return dialect === 'sqlite' ? foldedFullText() : foldedTrigrams();
}

function foldedFullText(): readonly string[] {
  return [
    ...Object.entries(searched).flatMap(([table, column]) => [
      ...['insert', 'update', 'delete'].map((change) => `drop trigger ${table}_text_${change}`),
      `drop table ${table}_trigrams`,
      `drop table ${table}_text`,
      `create virtual table ${table}_text
        using fts5(${column}, tokenize = 'trigram', content = '', contentless_delete = 1)`,
      `create virtual table ${table}_trigrams using fts5vocab(${table}_text, instance)`,
      `insert into ${table}_text (rowid, ${column}) select text_row, fold(${column}) || char(1, 1) from ${table}`,
      `create trigger ${table}_text_insert after insert on ${table} begin
        insert into ${table}_text (rowid, ${column}) values (new.text_row, fold(new.${column}) || char(1, 1)); end`,
      `create trigger ${table}_text_update after update of ${column} on ${table} when new.${column} is not old.${column} begin
        update ${table}_text set ${column} = fold(new.${column}) || char(1, 1) where rowid = new.text_row; end`,
      `create trigger ${table}_text_delete after delete on ${table} begin
        delete from ${table}_text where rowid = old.text_row; end`,
    ]),
    'update creators set name_key = fold(name)',
  ];
}

/**
 * `search_fold` says in SQL what `folded` says here. The collation is named, so that it does the same whatever the
 * database's locale is. One function each of an index's own, as the planner has to see it.
 */
function foldedTrigrams(): readonly string[] {
  return [
    `create function search_fold(text) returns text language sql immutable strict parallel safe as $$
      select regexp_replace(replace(replace(
        normalize(lower(upper(lower(normalize($1, NFKC) collate "und-x-icu"))), NFKC),
        U&'i\\0307', 'i'), U&'\\03C2', U&'\\03C3'), U&'${unseen}', '', 'g')
    $$`,
    ...Object.entries(searched).flatMap(([table, column]) => [
      `drop index ${table}_${column}_trigrams`,
      `create index ${table}_${column}_folded on ${table} using gin (search_fold(${column}) gin_trgm_ops)`,
    ]),
    'update creators set name_key = search_fold(name)',
  ];
}

/** As in `fold.ts`; a step that was released never changes. */
const unseen =
  '[\\00AD\\034F\\061C\\115F\\1160\\17B4\\17B5\\180B-\\180F\\200B-\\200F\\202A-\\202E\\2060-\\206F\\FE00-\\FE0F\\FEFF]';
