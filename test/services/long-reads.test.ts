import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { testStores } from '../store/open-test-store.ts';
import { holdThread } from '../store/readers/hold-thread.ts';
import { post } from '../store/rows.ts';
import { noon, serving, servingOf } from './serving.ts';

/** More than are fetched and sorted at once. */
const withText = 2_300;
const without = 300;
const minute = 60_000;

/** The older posts hold the text, the newer ones do not: each walk from the newest on passes many for nothing. */
const captions = Array.from({ length: withText + without }, (_, number) => ({
  number,
  text: number < withText ? `Zebra no ${number}` : `horse no ${number}`,
  views: (number * 7_919) % 100_003,
  made: new Date(noon - (withText + without + 1 - number) * minute).toISOString(),
}));
const wanted = captions.filter(({ text }) => text.toLowerCase().includes('zebra'));

testStores('a text that many posts hold', (opened, dialect) => {
  /** The services over the store, and whose long reads were sent to readers. */
  async function seeded() {
    const { store } = opened();
    const own = await serving(store);
    const account = await own.account('runner');
    await own.seen(
      account,
      10,
      captions.map(({ number, text, views, made }) =>
        post(`p${number}`, views, { description: text, create_time: made }),
      ),
    );
    const sent: string[] = [];
    const told: Store = {
      ...store,
      readHeavy: (organizationId, read) => {
        sent.push(organizationId);
        return store.readHeavy(organizationId, read);
      },
    };
    return { own: servingOf(told, own.organizationId), account, sent };
  }

  const shown = ({ body }: { body: { data: readonly { description: string | null }[] } }) =>
    body.data.map(({ description }) => description);

  it('is counted by readers, and found whichever way', async () => {
    const { own, account, sent } = await seeded();
    const newest = wanted.toReversed().map(({ text }) => text);
    const most = wanted.toSorted((a, b) => b.views - a.views).map(({ text }) => text);
    const lists = [
      { query: { q: 'zebra' }, texts: newest },
      { query: { q: 'zebra', order_by: 'view_count' }, texts: most },
      { query: { q: 'zebra', order_direction: 'asc' }, texts: newest.toReversed() },
      { query: { q: 'zebra', account_id: account, order_by: 'view_count' }, texts: most },
    ];
    for (const { query, texts } of lists) {
      for (const held of [false, true]) {
        if (held) holdThread();
        const page = await own.ask('list_account_videos', { query: { ...query, limit: 20 } });
        expect(shown(page), JSON.stringify({ query, held })).toEqual(texts.slice(0, 20));
      }
      sent.length = 0;
      const counted = await own.ask('list_account_videos', { query: { ...query, limit: 1, include_total: true } });
      expect(counted.body.pagination.total_count).toBe(withText);
      expect(sent).toContain(own.organizationId);
    }
  });

  it('is nobody else’s, held or not, and a text of few is counted here', async () => {
    const { own } = await seeded();
    const other = await serving(opened().store);
    await other.account('stranger', { views: [5], caption: 'another zebra' });
    for (const q of ['zebra', 'another zebra']) {
      holdThread();
      const { body } = await other.ask('list_account_videos', { query: { q, include_total: true } });
      expect([body.data.length, body.pagination.total_count]).toEqual([1, 1]);
      holdThread();
      const found = await other.ask('search_workspace', { query: { q } });
      expect(found.body.data.videos.map(({ caption }) => caption)).toEqual(['another zebra']);
    }
    holdThread();
    const { body } = await own.ask('search_workspace', { query: { q: 'zebra', limit: 5 } });
    expect(body.data.videos.map(({ caption }) => caption)).toEqual(
      wanted
        .toReversed()
        .slice(0, 5)
        .map(({ text }) => text),
    );
  });

  describe.runIf(dialect === 'sqlite')('on a thread that is held', () => {
    it('is found by readers', async () => {
      const { own, sent } = await seeded();
      for (const query of [{ q: 'zebra' }, { q: 'zebra', order_by: 'view_count' }]) {
        holdThread();
        await own.ask('list_account_videos', { query });
        expect(sent.splice(0)).toEqual([own.organizationId]);
      }
      holdThread();
      await own.ask('search_workspace', { query: { q: 'zebra' } });
      expect(sent.splice(0)).toEqual([own.organizationId]);
      holdThread();
      await own.ask('list_account_videos', { query: { include_total: true } });
      expect(sent).toEqual([]);
    });
  });
});
