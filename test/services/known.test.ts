import { expect, it } from 'vitest';
import { z } from 'zod';
import { allOperations, type OperationId } from '../../src/contract/operations.ts';
import { isOurs } from '../../src/contract/ours.ts';
import type { KeyedOperationId } from '../../src/contract/port.ts';
import { recordLooks } from '../../src/store/ingest/record-looks.ts';
import type { PostObservation } from '../../src/store/ingest/snapshot.ts';
import { recordVideoSnapshot } from '../../src/store/ingest/video-snapshot.ts';
import type { Store } from '../../src/store/store.ts';
import { testStores } from '../store/open-test-store.ts';
import { post, snapshotOf } from '../store/rows.ts';
import { dayMs, noon, type Serving, serving } from './serving.ts';

/*
 * Unknown is not 0: what no source gave answers 0 and is named, in each answer of measured numbers and on each thing that
 * counts something.
 */

const hidden = { view_count: null, play_count: null } as const;
/** Two kinds of sources: one hides views, the other likes and followers. */
const sources = [
  {
    name: 'no views',
    hides: hidden,
    followers: 70,
    firstSeen: '2026-03-05',
    counts: ['views', 'plays'],
    measures: ['views', 'plays', 'engagement_rate'],
  },
  {
    name: 'neither likes, comments, shares nor followers',
    hides: { like_count: -1, comment_count: Number.NaN, share_count: null },
    followers: null,
    firstSeen: '2026-02-20',
    counts: ['likes', 'comments', 'shares', 'followers'],
    measures: ['likes', 'comments', 'shares', 'followers', 'engagement', 'engagement_rate'],
  },
] as const;
type Source = (typeof sources)[number];

/** Everything that answers measured numbers: what the contract says has `data_since`. */
const measured = allOperations.filter(
  // A query says so of the metrics that it was asked for: below.
  ({ id, answers }) => id !== 'query_metrics' && metaOf(answers[200])?.shape.data_since !== undefined,
);

function metaOf(answer: z.ZodType | null | undefined): z.ZodObject | undefined {
  const meta = answer instanceof z.ZodObject ? answer.shape.meta : undefined;
  return meta instanceof z.ZodObject ? meta : undefined;
}

interface Ids {
  account_id: string;
  creator_id: string;
  video_id: string;
  account_video_id: number;
}

/** How each is asked about the one thing of the world that it speaks of. */
function askedFor(id: OperationId, ids: Ids) {
  const { account_id, creator_id, video_id, account_video_id } = ids;
  const bodies: Partial<Record<OperationId, unknown>> = {
    get_account_metrics: { account_ids: [account_id] },
    get_video_metrics: { video_ids: [video_id] },
    get_video_deltas: { video_ids: [video_id] },
    get_account_video_metrics: { instagram_post_ids: [account_video_id] },
  };
  const operation = allOperations.find((one) => one.id === id);
  const names = [...(operation?.path ?? '').matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const known: Record<string, unknown> = { account_id, creator_id, video_id, account_video_id, platform: 'instagram' };
  return { params: Object.fromEntries(names.map((name) => [name, known[name]])), body: bodies[id] };
}

/** An account of a creator, its post and a tracked video, seen twice by a source that does not tell everything. */
async function seenBy(store: Store, asking: Serving, source: Source): Promise<Ids> {
  const { organizationId } = asking;
  const creator_id = await asking.creator('Ana');
  const account_id = await asking.account('ana', { creator_id });
  const { body } = await asking.ask('create_video', {
    body: { platform: 'instagram', identifier: 'https://www.instagram.com/reel/CxYz12AbCdE/' },
  });
  const video_id = body.data.id;
  const first = Date.parse(`${source.firstSeen}T09:00:00Z`);
  for (const [index, at] of [first, first + dayMs].entries()) {
    const shown = (key: string): PostObservation => ({ ...post(key, 1_000 * (index + 1)), ...source.hides });
    const { profile } = snapshotOf(0, []);
    const snapshot = { profile: { ...profile, follower_count: source.followers }, posts: [shown('p1')] };
    const origin = { source: 'api', importId: '' } as const;
    expect(await recordLooks(store, { organizationId, accountId: account_id, origin, looks: [{ at, snapshot }] })).toBe(
      'recorded',
    );
    const video = { post: shown('CxYz12AbCdE'), account_username: null, platform_account_id: null };
    await recordVideoSnapshot(store, { organizationId, videoId: video_id, at, snapshot: video });
  }
  const posts = await asking.ask('list_account_videos');
  return { creator_id, account_id, video_id, account_video_id: posts.body.data[0]?.id ?? 0 };
}

const answer = z.object({
  data: z.unknown(),
  meta: z.object({
    data_since: z.string().nullable(),
    unavailable_metrics: z.array(z.string()).optional(),
    unavailable_metrics_by_id: z.record(z.string(), z.array(z.string())).optional(),
  }),
});

async function asked(asking: Serving, id: KeyedOperationId, ids: Ids) {
  // `ask` checks each answer against the contract.
  const { body } = await asking.ask(id, askedFor(id, ids));
  return answer.parse(body);
}

const keyed = measured
  .map(({ id }) => id)
  .filter((id): id is KeyedOperationId => id !== 'get_health' && id !== 'get_meta');

const windowFields = ['period', 'start_date', 'end_date', 'windows'];

it('each measured answer has it, as our own addition', () => {
  expect(keyed).toEqual(
    expect.arrayContaining(['get_overview', 'get_overview_timeseries', 'list_top_creators', 'get_video_deltas']),
  );
  const windowed = allOperations.filter(({ id }) =>
    /_(timeseries|analytics|(?<!query_)metrics|deltas)$|^get_overview|_top_/.test(id),
  );
  expect(measured.map(({ id }) => id)).toEqual(windowed.map(({ id }) => id));
  // And whatever else takes a window.
  const asks = allOperations.filter(({ query, body }) =>
    [query, body].some(
      (input) => input instanceof z.ZodObject && windowFields.some((field) => input.shape[field] !== undefined),
    ),
  );
  expect(measured.map(({ id }) => id)).toEqual(expect.arrayContaining(asks.map(({ id }) => id)));
  expect(asks.length).toBeGreaterThan(10);
  for (const { answers } of measured) {
    const meta = metaOf(answers[200]);
    for (const name of ['data_since', 'unavailable_metrics']) {
      const field: unknown = meta?.shape[name];
      expect(field instanceof z.ZodType && isOurs(field)).toBe(true);
    }
  }
});

testStores('what is known', (opened) => {
  for (const source of sources) {
    const ofPost = (names: readonly string[]) => names.filter((name) => name !== 'followers');

    it.each(keyed)(`%s names what a source with ${source.name} did not give`, async (id) => {
      const { store } = opened();
      const asking = await serving(store);
      const ids = await seenBy(store, asking, source);
      const { meta } = await asked(asking, id, ids);
      const isPost = /video/.test(id);
      expect(meta.data_since).toBe(source.firstSeen);
      expect(meta.unavailable_metrics).toEqual(isPost ? ofPost(source.measures) : source.measures);
      if (/_(metrics|deltas)$/.test(id)) {
        const byId = Object.values(meta.unavailable_metrics_by_id ?? {});
        expect(byId).toEqual([isPost ? ofPost(source.measures) : source.measures]);
      }
    });

    it(`a query names what a source with ${source.name} did not give of what it was asked for`, async () => {
      const { store } = opened();
      const asking = await serving(store);
      await seenBy(store, asking, source);
      const metrics = ['views', 'likes', 'comments', 'shares', 'followers'];
      const hidden: readonly string[] = source.measures;
      const { body } = await asking.ask('query_metrics', { body: { metrics, date_range: ['30d'] } });
      const { meta } = answer.parse(body);
      expect(meta.data_since).toBe(source.firstSeen);
      expect(meta.unavailable_metrics ?? []).toEqual(metrics.filter((name) => hidden.includes(name)));
    });

    it(`each thing names what a source with ${source.name} did not give, and counts 0 there`, async () => {
      const { store } = opened();
      const asking = await serving(store);
      const ids = await seenBy(store, asking, source);
      const { account_id, creator_id, video_id, account_video_id } = ids;
      const account = await asking.ask('get_account', { params: { account_id } });
      const accounts = await asking.ask('list_accounts');
      const creator = await asking.ask('get_creator', { params: { creator_id } });
      const top = await asking.ask('list_top_creators');
      expect(account.body.data.unavailable_metrics).toEqual(source.counts);
      expect(accounts.body.data[0]?.unavailable_metrics).toEqual(source.counts);
      expect(creator.body.data.unavailable_metrics).toEqual(source.counts);
      expect(top.body.data[0]?.unavailable_metrics).toEqual(source.measures);
      const video = await asking.ask('get_video', { params: { video_id } });
      const params = { platform: 'instagram', account_video_id };
      const accountVideo = await asking.ask('get_account_video', { params });
      for (const { body } of [video, accountVideo]) {
        expect(body.data.unavailable_metrics).toEqual(ofPost(source.counts));
      }
      const isHidden = source.followers === null;
      for (const { body } of [account, video, accountVideo]) {
        expect(body.data).toMatchObject(
          isHidden ? { like_count: 0, view_count: 2_000 } : { like_count: 200, view_count: 0, play_count: 0 },
        );
      }
      const { body } = await asking.ask('get_account_analytics', { params: { account_id } });
      expect(body.data.totals.engagement_rate).toBe(0);
    });
  }

  it('of many it is named where none of those that were seen knows it', async () => {
    const { store } = opened();
    const asking = await serving(store);
    const ids = await seenBy(store, asking, sources[0]);
    const bea = await asking.account('bea', { platform: 'tiktok', creator_id: ids.creator_id });
    const still = await asked(asking, 'get_creator_timeseries', ids);
    expect(still.meta.unavailable_metrics).toEqual(['views', 'plays', 'engagement_rate']);
    // TikTok has no saves to know, and knows the rest.
    await asking.seen(bea, 10, [post('7301234567890123456', 100)], noon - 30 * dayMs);
    for (const id of ['get_creator_timeseries', 'get_overview', 'list_top_creators'] as const) {
      const { meta } = await asked(asking, id, ids);
      expect(meta).not.toHaveProperty('unavailable_metrics');
      expect(meta.data_since).toBe('2026-02-14');
    }
    const { body } = await asking.ask('get_account_metrics', { body: { account_ids: [ids.account_id, bea] } });
    expect(body.meta).not.toHaveProperty('unavailable_metrics');
    expect(body.meta.unavailable_metrics_by_id).toEqual({ [ids.account_id]: ['views', 'plays', 'engagement_rate'] });
  });

  it('is nothing before anything was seen', async () => {
    const asking = await serving(opened().store);
    const account_id = await asking.account('ana');
    const { body } = await asking.ask('get_account', { params: { account_id } });
    expect(body.data).not.toHaveProperty('unavailable_metrics');
    expect(body.data.unreadable_posts).toBeNull();
    for (const id of ['get_account_timeseries', 'get_overview'] as const) {
      const { body: windowed } = await asking.ask(id, id === 'get_overview' ? {} : { params: { account_id } });
      expect(windowed.meta).toMatchObject({ data_since: null });
      expect(windowed.meta).not.toHaveProperty('unavailable_metrics');
    }
  });

  it('an account counts from when it was first seen, and from when it was added until then', async () => {
    const { store } = opened();
    const asking = await serving(store);
    const counted = async () => {
      const query = { start_date: '2026-03-01', end_date: '2026-03-07' };
      const { current, previous } = (await asking.ask('get_overview', { query })).body.data;
      return [current.active_accounts, previous.active_accounts];
    };
    const ana = await asking.account('ana');
    const bea = await asking.account('bea');
    expect(await counted()).toEqual([0, 0]);
    await asking.seen(ana, 10, [], Date.parse('2026-03-03T12:00:00Z'));
    expect(await counted()).toEqual([1, 0]);
    await asking.seen(bea, 10, [], Date.parse('2026-02-03T12:00:00Z'));
    expect(await counted()).toEqual([2, 1]);
  });

  it('posts that could not be read are named on their account', async () => {
    const { store } = opened();
    const asking = await serving(store);
    const account_id = await asking.account('ana');
    const unreadable = { ...post('17', 5), create_time: 'never' };
    const shown = async () => (await asking.ask('get_account', { params: { account_id } })).body.data.unreadable_posts;
    await asking.seen(account_id, 10, [post('16', 5), unreadable]);
    expect(await shown()).toBe('17 does not say when it was made');
    await asking.seen(account_id, 10, [post('16', 6)], noon + 1_000);
    expect(await shown()).toBeNull();
  });
});
