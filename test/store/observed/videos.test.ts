import fc from 'fast-check';
import { expect, inject, it } from 'vitest';
import { newVideoRow } from '../../../src/services/videos/new-row.ts';
import { recordVideoLooks, withdrawVideoLooks } from '../../../src/store/ingest/record-video.ts';
import type { Store } from '../../../src/store/store.ts';
import { videoDays } from '../../../src/store/video-days.ts';
import { testStores } from '../open-test-store.ts';
import { addOrganization, noon } from '../rows.ts';
import { steps, tracked } from './arbitrary.ts';
import { remaining, type SeenAccount, type Step } from './looks.ts';
import { reckonVideo } from './reference.ts';
import { postOf } from './take.ts';

const ever = { start: '2000-01-01', end: '2100-01-01' };

/** Looks at accounts as looks at one video: of each that tells of posts the first is taken. */
const ofVideo = (given: readonly Step[]): Step[] =>
  given.flatMap((step): Step[] => {
    if (step.kind === 'withdraw') return [step];
    if (step.kind === 'report') return [];
    const looks = step.looks.flatMap((look) => {
      const [post] = look.posts ?? [];
      return post === undefined ? [] : [{ ...look, posts: [{ ...post, key: 'v' }] }];
    });
    return looks.length === 0 ? [] : [{ kind: 'record', looks }];
  });

async function beginAnew(store: Store): Promise<void> {
  await store.write.deleteFrom('organizations').execute();
  await addOrganization(store, 'o');
  for (const [id, platform] of tracked.accounts) {
    const post = { kind: 'post', platform, externalId: id, shortcode: id, username: 'tracked' } as const;
    const addedAt = new Date(noon).toISOString();
    const placed = { id, organizationId: 'o', post, addedAt, dueAt: null };
    const body = { platform, identifier: id, is_active: true, scrape_interval_hours: 24, metadata: {} };
    await store.write.insertInto('videos').values(newVideoRow(placed, body)).execute();
  }
}

async function take(store: Store, given: readonly Step[]): Promise<void> {
  for (const step of given) {
    if (step.kind === 'withdraw') {
      const { account: videoId, source, importId } = step;
      await withdrawVideoLooks(store, { organizationId: 'o', videoId, origin: { source, importId } });
      continue;
    }
    if (step.kind === 'report') continue;
    const [first] = step.looks;
    if (first === undefined) continue;
    const { account: videoId, source, importId } = first;
    const looks = step.looks.map((look) => ({ at: look.at, snapshot: snapshotOf(look) }));
    await recordVideoLooks(store, { organizationId: 'o', videoId, origin: { source, importId }, looks });
  }
}

function snapshotOf({ at, importId, posts }: SeenAccount) {
  const [seen] = posts ?? [];
  if (seen === undefined) throw new Error('A look at a video sees it');
  const post = postOf(seen, { ...tracked, madeAt: new Map([['v', noon]]) });
  const author = importId === '' ? null : `by ${importId}`;
  return {
    post: { ...post, description: `as of ${at} by ${importId}` },
    account_username: author,
    platform_account_id: null,
  };
}

async function tablesOf({ read }: Store) {
  const origins = await read.selectFrom('origins').selectAll().execute();
  const name = new Map(origins.map((row) => [row.number, `${row.source} ${row.import_id}`]));
  const videos = await read.selectFrom('videos').selectAll().orderBy('id').execute();
  const rows: readonly Readonly<Record<string, unknown>>[] = videos;
  const of = new Map(videos.map(({ number, id }) => [number, id]));
  const named = <Row extends { post_id: number; origin: number }>(rows: readonly Row[]) =>
    rows
      .map((row) => ({ ...row, organization_no: 1, post_id: of.get(row.post_id), origin: name.get(row.origin) }))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return {
    // Who posted it is no word of an import: it stays when that is taken back.
    videos: rows.map(({ number, updated_at, account_username, text_row, ...row }) => row),
    levels: named(await read.selectFrom('post_levels').selectAll().execute()),
    words: named(await read.selectFrom('post_words').selectAll().execute()),
  };
}

testStores('any set of looks at individually tracked videos', (opened, dialect) => {
  it('makes the same of it in any order and after withdrawals, and the days of a plain reference', async () => {
    const { store } = opened();
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const given = ofVideo(all);
        const left = remaining(given).looks;
        await beginAnew(store);
        const never = await tablesOf(store);
        await take(store, given);
        const shuffled = await tablesOf(store);
        const days = await videoDays(store, 'o', [...tracked.accounts.keys()], ever);
        for (const [id, platform] of tracked.accounts) {
          const reckoned = reckonVideo(
            platform,
            left.filter(({ account }) => account === id),
          );
          const kept = (days.get(id) ?? []).map(({ day, ...gains }) => [day, expect.objectContaining(gains)] as const);
          expect(reckoned).toEqual(new Map(kept));
        }
        await take(
          store,
          left.map(({ account, source, importId }) => ({ kind: 'withdraw', account, source, importId })),
        );
        expect(await tablesOf(store)).toEqual(never);
        await beginAnew(store);
        await take(
          store,
          left.toSorted((a, b) => b.at - a.at).map((look) => ({ kind: 'record', looks: [look] })),
        );
        expect(await tablesOf(store)).toEqual(shuffled);
      }),
      { numRuns: inject('observed')[dialect] },
    );
  });
});
