import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Store } from '../../src/store/store.ts';
import { addAccount, addVideo, iso, noon } from '../collect/tracked.ts';

export type ListOperation = 'list_accounts' | 'list_videos' | 'list_account_videos' | 'list_creators';

/** What a row of any list is sorted by; few values, so that ties are many. */
export interface Wish {
  readonly platform: 'instagram' | 'tiktok';
  readonly count: number;
  readonly added: number;
  /** Null = never refreshed. */
  readonly seen: number | null;
  readonly word: string;
}

const few = fc.integer({ min: 0, max: 2 });

export const wish: fc.Arbitrary<Wish> = fc.record({
  platform: fc.constantFrom('instagram', 'tiktok'),
  count: few,
  added: few,
  seen: fc.option(few),
  word: fc.constantFrom('Ana', 'ana', 'Bo', 'cé'),
});

/** A row as a list shows it and as it should be sorted. */
export interface Expected {
  readonly id: string | number;
  readonly platform: string;
  readonly keys: Readonly<Record<string, string | number>>;
}

/** Inserts a row into the table behind a list, whatever way it would have come there. */
export async function insertRow(
  store: Store,
  operation: ListOperation,
  organizationId: string,
  given: Wish,
): Promise<Expected> {
  const { platform, count } = given;
  const added_at = iso(noon + given.added);
  const seen = given.seen === null ? null : iso(noon + given.seen);
  const counts = { view_count: count, like_count: count, play_count: count };
  const tracked = { platform, organization_id: organizationId, added_at, ...counts };
  switch (operation) {
    case 'list_accounts': {
      const username = randomUUID().slice(0, 8);
      const more = { username, last_scrape_time: seen, follower_count: count };
      const id = await addAccount(store, { ...tracked, ...more });
      return { id, platform, keys: { ...counts, ...more, added_at, last_scrape_time: seen ?? '' } };
    }
    case 'list_videos': {
      const id = await addVideo(store, { ...tracked, external_id: randomUUID(), create_time: seen });
      return { id, platform, keys: { ...counts, added_at, create_time: seen ?? '' } };
    }
    case 'list_account_videos': {
      const id = await insertPost(store, organizationId, given);
      return { id, platform, keys: { ...counts, create_time: added_at } };
    }
    case 'list_creators': {
      const id = randomUUID();
      const name_key = given.word.toLowerCase();
      const row = { id, organization_id: organizationId, name: given.word, name_key, is_active: 1 as const };
      await store.write
        .insertInto('creators')
        .values({ ...row, metadata: '{}', created_at: added_at })
        .execute();
      return { id, platform, keys: { name: name_key } };
    }
  }
}

async function insertPost(store: Store, organizationId: string, { platform, count, added }: Wish): Promise<number> {
  const username = randomUUID().slice(0, 8);
  const account_id = await addAccount(store, { organization_id: organizationId, username, platform });
  const { next_id } = await store.write
    .updateTable('id_sequences')
    .set((eb) => ({ next_id: eb('next_id', '+', 1) }))
    .where('name', '=', 'account_videos')
    .returning('next_id')
    .executeTakeFirstOrThrow();
  await store.write
    .insertInto('account_videos')
    .values({
      ...nothingKnown,
      platform,
      // Not in the order of insertion: a tie may come before or behind those that are there.
      id: (next_id * 7_919) % 100_003,
      organization_id: organizationId,
      account_id,
      external_id: randomUUID(),
      create_time: iso(noon + added),
      view_count: count,
      play_count: count,
      like_count: count,
    })
    .execute();
  return (next_id * 7_919) % 100_003;
}

const nothingKnown = {
  shortcode: null,
  description: null,
  media_type: null,
  duration: null,
  is_unavailable: 0,
  cover_image_url: null,
  cover_image_url_original: null,
  video_url: null,
  video_url_original: null,
  comment_count: 0,
  share_count: 0,
  saved_count: null,
  first_scrape_time: null,
  last_scrape_time: null,
  added_at: iso(noon),
  updated_at: iso(noon),
} as const;
