import type { Kysely } from 'kysely';
import { among } from '../among.ts';
import { type PostWords, postWords } from '../observations/post-words.ts';
import type { Said } from '../observations/said.ts';
import type { AccountRow, PostWordsRow, Schema } from '../schema.ts';
import type { Dialect } from '../store.ts';
import { bulkInsert } from './bulk-insert.ts';
import type { NumberedOrigin } from './origins.ts';

/** What holds of a post, what is kept beside it, and what the table holds of that before. */
export interface WordsOfPost {
  readonly words: PostWords;
  readonly beside: readonly Said<PostWords>[];
  readonly stored: readonly Said<PostWords>[];
}

/** What the rows of some of an account's posts say in words, by their ids. */
export async function wordsOfRows(
  dialect: Dialect,
  db: Kysely<Schema>,
  { platform }: AccountRow,
  ids: readonly number[],
): Promise<Map<number, PostWords>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('account_videos')
    .select(['id', 'shortcode', 'description', 'media_type', 'duration', 'cover_image_url', 'video_url', 'create_time'])
    .where('platform', '=', platform)
    .where(among(dialect, 'id', ids))
    .execute();
  return new Map(rows.map(({ id, create_time, ...words }) => [id, { ...words, made: Date.parse(create_time) }]));
}

/** What an origin said of posts by itself, where that is kept beside what they show: texts as the table has them, by id. */
export async function ownTexts(
  dialect: Dialect,
  db: Kysely<Schema>,
  { organizationNo, number }: NumberedOrigin,
  ids: readonly number[],
): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('post_words')
    .select(['post_id', 'words'])
    .where('organization_no', '=', organizationNo)
    .where(among(dialect, 'post_id', ids))
    .where('origin', '=', number)
    .execute();
  return new Map(rows.map(({ post_id, words }) => [post_id, words]));
}

/** What is kept beside the words of posts, by their ids. */
export async function wordsBeside(
  dialect: Dialect,
  db: Kysely<Schema>,
  organizationNo: number,
  ids: readonly number[],
): Promise<Map<number, Said<PostWords>[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('post_words')
    .select(['post_id', 'origin', 'at', 'words'])
    .where('organization_no', '=', organizationNo)
    .where(among(dialect, 'post_id', ids))
    .execute();
  const said = new Map<number, Said<PostWords>[]>();
  for (const { post_id, origin, at, words } of rows) {
    const one = { origin, at, words: postWords.parse(JSON.parse(words)) };
    const of = said.get(post_id);
    if (of === undefined) said.set(post_id, [one]);
    else of.push(one);
  }
  return said;
}

const intoPostWords = {
  table: 'post_words',
  columns: ['organization_no', 'post_id', 'origin', 'at', 'words'],
  onConflict: `on conflict (organization_no, post_id, origin) do update set at = excluded.at, words = excluded.words`,
} as const;

/** Writes what changed in what is kept beside the words of posts. */
export async function writeBeside(
  dialect: Dialect,
  db: Kysely<Schema>,
  organizationNo: number,
  posts: readonly { readonly id: number; readonly words: WordsOfPost | null }[],
): Promise<void> {
  const rows: PostWordsRow[] = [];
  const gone = new Map<number, number[]>();
  for (const { id, words } of posts) {
    if (words === null) continue;
    const before = new Map(words.stored.map((one) => [one.origin, rowOf(organizationNo, id, one)]));
    for (const one of words.beside) {
      const row = rowOf(organizationNo, id, one);
      const known = before.get(one.origin);
      before.delete(one.origin);
      if (known?.at !== row.at || known.words !== row.words) rows.push(row);
    }
    for (const origin of before.keys()) gone.set(origin, [...(gone.get(origin) ?? []), id]);
  }
  await bulkInsert(dialect, db, intoPostWords, rows);
  for (const [origin, ids] of gone) {
    await db
      .deleteFrom('post_words')
      .where('organization_no', '=', organizationNo)
      .where(among(dialect, 'post_id', ids))
      .where('origin', '=', origin)
      .execute();
  }
}

function rowOf(organization_no: number, post_id: number, { origin, at, words }: Said<PostWords>): PostWordsRow {
  return { organization_no, post_id, origin, at, words: JSON.stringify(words) };
}
