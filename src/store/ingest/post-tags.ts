import type { Kysely } from 'kysely';
import { among } from '../among.ts';
import { tagsOf } from '../caption-tags.ts';
import { checkedOwner } from '../owner.ts';
import type { Schema } from '../schema.ts';
import type { Dialect } from '../store.ts';
import { bulkInsert } from './bulk-insert.ts';

/** A post with its caption. */
interface Captioned {
  readonly id: number;
  readonly organization_id: string;
  readonly description?: string | null;
}

/**
 * Brings the hashtags and mentions of posts to what their captions say. What is there already is not written again: a
 * refresh sees the same captions each time.
 */
export async function writeTags(dialect: Dialect, db: Kysely<Schema>, posts: readonly Captioned[]): Promise<void> {
  if (posts.length === 0) return;
  const said = posts.map((post) => ({ ...post, ...tagsOf(post.description ?? null) }));
  const ids = posts.map(({ id }) => id);
  const hashtags = said.flatMap(({ id: post_id, organization_id, hashtags }) =>
    hashtags.map((hashtag) => ({ organization_id, post_id, hashtag })),
  );
  const mentions = said.flatMap(({ id: post_id, organization_id, mentions }) =>
    mentions.map((mention) => ({ organization_id, post_id, mention })),
  );
  const knownHashtags = await db
    .selectFrom('post_hashtags')
    .selectAll()
    .where(among(dialect, 'post_id', ids))
    .execute();
  const newHashtags = missing(hashtags, knownHashtags, ({ hashtag }) => hashtag);
  await bulkInsert(dialect, db, intoHashtags, newHashtags);
  for (const { organization_id, post_id, hashtag } of missing(knownHashtags, hashtags, (row) => row.hashtag)) {
    await db
      .deleteFrom('post_hashtags')
      .where(checkedOwner('organization_id', organization_id))
      .where('post_id', '=', post_id)
      .where('hashtag', '=', hashtag)
      .execute();
  }
  const knownMentions = await db
    .selectFrom('post_mentions')
    .selectAll()
    .where(among(dialect, 'post_id', ids))
    .execute();
  await bulkInsert(
    dialect,
    db,
    intoMentions,
    missing(mentions, knownMentions, ({ mention }) => mention),
  );
  for (const { organization_id, post_id, mention } of missing(knownMentions, mentions, (row) => row.mention)) {
    await db
      .deleteFrom('post_mentions')
      .where(checkedOwner('organization_id', organization_id))
      .where('post_id', '=', post_id)
      .where('mention', '=', mention)
      .execute();
  }
}

/** The rows of one list that the other has not. */
function missing<Row extends { post_id: number }>(
  rows: readonly Row[],
  others: readonly Row[],
  tag: (row: Row) => string,
): readonly Row[] {
  const key = (row: Row) => `${row.post_id} ${tag(row)}`;
  const there = new Set(others.map(key));
  return rows.filter((row) => !there.has(key(row)));
}

const intoHashtags = {
  table: 'post_hashtags',
  columns: ['organization_id', 'post_id', 'hashtag'],
  onConflict: 'on conflict do nothing',
} as const;

const intoMentions = {
  table: 'post_mentions',
  columns: ['organization_id', 'post_id', 'mention'],
  onConflict: 'on conflict do nothing',
} as const;
