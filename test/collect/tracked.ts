import { randomUUID } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { Provider } from '../../src/collect/provider.ts';
import type { Timers } from '../../src/collect/timers.ts';
import type { PostSnapshot } from '../../src/store/ingest/snapshot.ts';
import type { AccountRow, ImportRow, OrganizationRow, VideoRow } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';

/** Noon of some day: the clock of the tests begins here. */
export const noon = Date.UTC(2026, 2, 16, 12);

export const iso = (instant: number) => new Date(instant).toISOString();

export async function addOrganization(store: Store, wish: Partial<OrganizationRow> = {}): Promise<string> {
  const row: OrganizationRow = {
    id: randomUUID(),
    name: 'Test organization',
    created_at: iso(noon),
    suspended_at: null,
    account_cap: null,
    max_recent_posts_per_account: null,
    post_lookback_days: null,
    url_keys: 'allow',
    holds_sample_data: 0,
    ...wish,
  };
  await store.write.insertInto('organizations').values(row).execute();
  return row.id;
}

/** An account that is due at noon, unless said otherwise. */
export async function addAccount(
  store: Store,
  wish: Partial<AccountRow> & Pick<AccountRow, 'organization_id' | 'username'>,
): Promise<string> {
  const row = {
    id: randomUUID(),
    platform: 'tiktok',
    is_active: 1,
    added_at: iso(noon),
    next_refresh_at: iso(noon),
    ...wish,
  } satisfies Partial<Insertable<AccountRow>>;
  await store.write
    .insertInto('accounts')
    .values({ ...emptyAccount, ...row })
    .execute();
  return row.id;
}

/** A file that was brought in, without what it told. */
export async function addImport(store: Store, organization_id: string, state: ImportRow['state']): Promise<string> {
  const row = { id: randomUUID(), organization_id, state, name: 'numbers.csv', sha256: randomUUID(), bytes: 1 };
  await store.write
    .insertInto('imports')
    .values({ ...row, ...emptyImport })
    .execute();
  return row.id;
}

const emptyImport = {
  answers: '{}',
  report: '{}',
  reason: null,
  rows_read: 0,
  rows_bad: 0,
  observations: 0,
  applied: 0,
  created_at: iso(noon),
  created_by: 'cli',
  ended_at: null,
  taken_back_at: null,
  applied_account: 0,
  applied_post: '',
  claim: null,
  claimed_until: 0,
} as const;

/** An individually tracked TikTok video that is due at noon, unless said otherwise. */
export async function addVideo(
  store: Store,
  wish: Partial<VideoRow> & Pick<VideoRow, 'organization_id' | 'external_id'>,
): Promise<string> {
  const row = { id: randomUUID(), added_at: iso(noon), updated_at: iso(noon), next_refresh_at: iso(noon), ...wish };
  await store.write
    .insertInto('videos')
    .values({ ...emptyVideo, ...row })
    .execute();
  return row.id;
}

const noCounts = { view_count: 0, play_count: 0, like_count: 0, comment_count: 0, share_count: 0, saved_count: null };

const emptyAccount = {
  ...noCounts,
  name: null,
  description: null,
  profile_pic_url: null,
  profile_pic_url_original: null,
  is_verified: 0,
  paused_by_creator: 0,
  is_unavailable: 0,
  link_in_bio: null,
  creator_id: null,
  category: null,
  metadata: '{}',
  first_scrape_time: null,
  last_scrape_time: null,
  scrape_interval_hours: 24,
  max_recent_posts_per_account: null,
  post_lookback_days: null,
  follower_count: 0,
  following_count: 0,
  profile_post_count: 0,
  total_post_count: 0,
  fb_play_count: null,
  ig_play_count: null,
  fb_like_count: null,
} as const;

const emptyVideo = {
  ...noCounts,
  platform: 'tiktok',
  shortcode: null,
  description: null,
  create_time: null,
  media_type: null,
  duration: null,
  is_active: 1,
  is_unavailable: 0,
  cover_image_url: null,
  cover_image_url_original: null,
  video_url: null,
  video_url_original: null,
  first_scrape_time: null,
  last_scrape_time: null,
  scrape_interval_hours: 24,
  metadata: '{}',
  account_id: null,
  account_username: null,
  platform_account_id: null,
  platform_data: '{}',
} as const;

export type Asked = { what: string } & Pick<Parameters<Provider['account']>[2], 'at' | 'signal'> &
  Partial<Parameters<Provider['account']>[2]>;

/** A provider that answers as the test says and keeps what it was asked. */
export function askedProvider(
  answer: (asked: Asked) => 'seen' | 'unavailable' | 'failed' | Promise<'seen' | 'unavailable' | 'failed'>,
): Provider & { asked: Asked[] } {
  const asked: Asked[] = [];
  const put = async <Snapshot>(question: Asked, snapshot: Snapshot) => {
    asked.push(question);
    const kind = await answer(question);
    if (kind === 'seen') return { kind, snapshot };
    return kind === 'unavailable' ? { kind } : { kind, reason: 'the platform is down' };
  };
  return {
    name: 'asked',
    invented: false,
    asked,
    account: (_platform, username, options) => put({ what: username, ...options }, { profile, posts: [post] }),
    video: (_platform, externalId, options) =>
      put(
        { what: externalId, ...options },
        { post: { ...post, external_id: externalId }, account_username: null, platform_account_id: null },
      ),
  };
}

const profile = {
  name: 'Someone',
  description: 'about',
  profile_pic_url: null,
  is_verified: false,
  link_in_bio: null,
  follower_count: 1_000,
  following_count: 10,
  profile_post_count: 1,
};

const post: PostSnapshot = {
  external_id: '7411335095394699573',
  shortcode: null,
  description: 'a post',
  create_time: iso(noon - 86_400_000),
  media_type: 'video',
  duration: 12,
  cover_image_url: null,
  video_url: null,
  view_count: 500,
  play_count: 500,
  like_count: 50,
  comment_count: 5,
  share_count: 1,
  saved_count: null,
};

/** Timers that go off only when the test says so; `fire` waits until there is one of that length. */
export function heldTimers(): Timers & { fire: (ms: number) => Promise<void> } {
  const held = new Set<{ ms: number; call: () => void }>();
  let added = Promise.withResolvers<void>();
  const next = (ms: number) => [...held].find((timer) => timer.ms === ms);
  return {
    after(ms, call) {
      const timer = { ms, call };
      held.add(timer);
      added.resolve();
      return () => held.delete(timer);
    },
    async fire(ms) {
      let timer = next(ms);
      while (timer === undefined) {
        added = Promise.withResolvers();
        await added.promise;
        timer = next(ms);
      }
      held.delete(timer);
      timer.call();
    },
  };
}
