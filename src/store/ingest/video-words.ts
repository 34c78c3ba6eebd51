import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Said } from '../observations/said.ts';
import type { PostWordsRow, Schema, VideoRow } from '../schema.ts';
import { postContent, storable } from './post-rows.ts';
import type { VideoObservation } from './snapshot.ts';

const text = z.string().nullable();

/** What a source says of a video beside its counts. */
const videoWords = z.object({
  shortcode: text,
  description: text,
  create_time: text,
  media_type: text,
  duration: z.number().nullable(),
  cover_image_url: text,
  cover_image_url_original: text,
  video_url: text,
  video_url_original: text,
  account_username: text,
  platform_account_id: text,
});
export type VideoWords = z.output<typeof videoWords>;

export function wordsOf({ post, account_username, platform_account_id }: VideoObservation): VideoWords {
  const { is_unavailable, ...content } = postContent(post);
  const madeAt = Date.parse(post.create_time);
  // Parsed, so that the same words are the same text.
  return videoWords.parse({
    ...content,
    create_time: Number.isNaN(madeAt) ? null : new Date(madeAt).toISOString(),
    account_username: storable(account_username),
    platform_account_id: storable(platform_account_id),
  });
}

/** Those that a row holds, from before it was kept which origin said them. */
export function wordsOfRow(video: VideoRow): VideoWords {
  return videoWords.parse(video);
}

interface Place {
  readonly organizationNo: number;
  readonly number: number;
}

export async function readWords(db: Kysely<Schema>, { organizationNo, number }: Place): Promise<Said<VideoWords>[]> {
  const rows = await db
    .selectFrom('post_words')
    .select(['origin', 'at', 'words'])
    .where('organization_no', '=', organizationNo)
    .where('post_id', '=', number)
    .execute();
  return rows.map(({ origin, at, words }) => ({ origin, at, words: videoWords.parse(JSON.parse(words)) }));
}

export async function writeWords(
  db: Kysely<Schema>,
  { organizationNo, number }: Place,
  said: Iterable<Said<VideoWords>>,
): Promise<void> {
  const rows = [...said].map(({ origin, at, words }): PostWordsRow => {
    return { organization_no: organizationNo, post_id: number, origin, at, words: JSON.stringify(words) };
  });
  await db
    .deleteFrom('post_words')
    .where('organization_no', '=', organizationNo)
    .where('post_id', '=', number)
    .execute();
  if (rows.length > 0) await db.insertInto('post_words').values(rows).execute();
}
