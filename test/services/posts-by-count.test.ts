import { beforeAll, expect, it } from 'vitest';
import { loadHistory } from '../../src/store/ingest/load-history.ts';
import { testStores } from '../store/open-test-store.ts';
import { accountFacts, addOrganization, pastPost, post } from '../store/rows.ts';
import { type Serving, servingOf } from './serving.ts';

/*
 * Posts by a count where an organization has more than one partition of them, and where a text is in so many that SQLite
 * walks the order until enough are met: from 2,000 on, and looking into each text from 20,000 places on that have it.
 */

const accounts = 60;
const postsEach = 175;
const all = accounts * postsEach;
const teas = 2_050;

/** Every count differs: of the 10,500 posts those with the fewest views are about tea, so few that a walk gives up before them. */
const viewsOf = (account: number, index: number) => ((account * postsEach + index) * 7_919) % all;
const captionOf = (views: number) => (views < teas ? 'tea '.repeat(12) : 'coffee');

testStores('posts by a count', (opened) => {
  let own: Serving;

  beforeAll(async () => {
    const { store } = opened();
    await addOrganization(store, 'o');
    const history = Array.from({ length: accounts }, (_, account) => ({
      account: accountFacts(`a${account}`, account % 2 === 0 ? ('tiktok' as const) : ('instagram' as const)),
      followers: [],
      posts: Array.from({ length: postsEach }, (_, index) => {
        const views = viewsOf(account, index);
        const counts = { view_count: views, play_count: views, like_count: 0, comment_count: 0, share_count: 0 };
        return pastPost(`${account}-${index}`, captionOf(views), { from: { ...counts, saved_count: 0 }, days: [] });
      }),
    }));
    await loadHistory(store, { organizationId: 'o', accounts: history, videos: [] }, { yieldBetweenChunks: false });
    own = servingOf(store, 'o');
  });

  async function viewsOfPages(query: Record<string, unknown>, pages: number): Promise<number[]> {
    const views: number[] = [];
    let cursor: string | null | undefined;
    for (let page = 0; page < pages && cursor !== null; page += 1) {
      const asked = { order_by: 'view_count', ...query, ...(cursor === undefined ? {} : { cursor }) };
      const { body } = await own.ask('list_account_videos', { query: asked });
      views.push(...body.data.map((row) => row.view_count));
      cursor = body.pagination.next_cursor;
    }
    return views;
  }

  const down = (from: number, count: number) => Array.from({ length: count }, (_, index) => from - index);

  it('come in one order from all accounts, page by page, to the last', async () => {
    expect(await viewsOfPages({ limit: 100 }, 999)).toEqual(down(all - 1, all));
    expect(await viewsOfPages({ limit: 7, order_direction: 'asc' }, 3)).toEqual(down(20, 21).toReversed());
  });

  it('are searched for in that order, where those that are met first are others', async () => {
    // Two letters are in more than 20,000 places, three in 2,050 posts: other ways.
    for (const q of ['tea', 'te']) {
      expect(await viewsOfPages({ limit: 3, q }, 2)).toEqual(down(teas - 1, 6));
      expect(await viewsOfPages({ limit: 100, q }, 999)).toEqual(down(teas - 1, teas));
      expect(await viewsOfPages({ limit: 3, q, order_direction: 'asc' }, 2)).toEqual(down(5, 6).toReversed());
    }
    expect(await viewsOfPages({ limit: 3, q: 'coffee' }, 2)).toEqual(down(all - 1, 6));
    expect(await viewsOfPages({ limit: 2, q: 'coffee', order_direction: 'asc' }, 1)).toEqual([teas, teas + 1]);
    expect(await viewsOfPages({ limit: 3, q: '' }, 1)).toEqual(down(all - 1, 3));
    expect(await viewsOfPages({ limit: 3, q: '\u0001' }, 1)).toEqual([]);
  });

  it('are told by platform, and counted', async () => {
    const ofTikTok = Array.from({ length: accounts / 2 }, (_, half) =>
      Array.from({ length: postsEach }, (_, index) => viewsOf(half * 2, index)),
    )
      .flat()
      .sort((a, b) => b - a);
    for (const [q, expected] of [
      [undefined, ofTikTok],
      ['tea', ofTikTok.filter((views) => views < teas)],
      ['te', ofTikTok.filter((views) => views < teas)],
    ] as const) {
      const query = { order_by: 'view_count', platform: 'tiktok', limit: 50, include_total: true, q };
      const { body } = await own.ask('list_account_videos', { query });
      expect(body.pagination.total_count).toBe(expected.length);
      expect(body.data.map((row) => row.view_count)).toEqual(expected.slice(0, 50));
    }
  });

  it('of nobody else', async () => {
    const { store } = opened();
    await addOrganization(store, 'stranger');
    const stranger = servingOf(store, 'stranger');
    for (const q of [undefined, 'tea', 'te', '']) {
      const query = { order_by: 'view_count', include_total: true, ...(q === undefined ? {} : { q }) };
      const { body } = await stranger.ask('list_account_videos', { query });
      expect([body.data, body.pagination.total_count]).toEqual([[], 0]);
    }
  });

  it('are found also while another program holds the file', async () => {
    const { store } = opened();
    const held = () => () => {
      throw Object.assign(new Error('held'), { code: 'SQLITE_BUSY' });
    };
    const waiting = servingOf(store.prepareRead === null ? store : { ...store, prepareRead: held }, 'o');
    const query = { order_by: 'view_count', limit: 3 };
    for (const [q, first] of [
      [undefined, all - 1],
      ['tea', teas - 1],
      ['te', teas - 1],
    ] as const) {
      const { body } = await waiting.ask('list_account_videos', { query: { ...query, q } });
      expect(body.data.map((row) => row.view_count)).toEqual(down(first, 3));
    }
  });

  it('have another place after a refresh, from the next page on', async () => {
    const query = { order_by: 'view_count', limit: 2 };
    const { body } = await own.ask('list_account_videos', { query });
    const sixth = (await own.ask('list_account_videos', { query: { ...query, limit: 6 } })).body.data.at(-1);
    expect(sixth?.view_count).toBe(all - 6);
    await own.seen(sixth?.account_id ?? '', 1, [post(sixth?.external_id ?? '', 50_000)]);
    expect(await viewsOfPages({ limit: 2 }, 1)).toEqual([50_000, all - 1]);
    const cursor = body.pagination.next_cursor;
    const next = await own.ask('list_account_videos', { query: { ...query, limit: 4, cursor } });
    expect(next.body.data.map((row) => row.view_count)).toEqual([all - 3, all - 4, all - 5, all - 7]);
  });
});
