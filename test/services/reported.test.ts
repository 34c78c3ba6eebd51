import { expect, it } from 'vitest';
import { recordLooks, withdrawLooks } from '../../src/store/ingest/record-looks.ts';
import { DayToCome, recordReported, withdrawReported } from '../../src/store/ingest/record-reported.ts';
import type { Store } from '../../src/store/store.ts';
import { testStores } from '../store/open-test-store.ts';
import { rollupDifferences } from '../store/rollup-check.ts';
import { post, snapshotOf } from '../store/rows.ts';
import { dayMs, noon, type Serving, serving } from './serving.ts';

/*
 * Days that a platform reports for an account as a whole, asked for as anybody does: they count where its posts were not
 * listed, and answers say so.
 */

const listed = { source: 'api', importId: '' } as const;
const file = { source: 'file', importId: 'one' } as const;
/** The first of ten days after which posts are listed again. */
const first = noon - 11 * dayMs;

/** After every day that is told but where a test says otherwise. */
const now = first + 400 * dayMs + 11 * 3_600_000;

function dayAt(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

interface Whose {
  readonly organizationId: string;
  readonly accountId: string;
}

/** Each part of what is known, told by itself. */
function parts(store: Store, whose: Whose) {
  const look = (at: number, views: number) =>
    recordLooks(store, { ...whose, origin: listed, looks: [{ at, snapshot: snapshotOf(100, [post('p1', views)]) }] });
  const days = Array.from({ length: 10 }, (_, index) => ({
    day: dayAt(first + (index + 1) * dayMs),
    gains: { views: 100, likes: 10 },
  }));
  return {
    listings: [() => look(first, 500), () => look(first + 10 * dayMs, 1_500)],
    reports: () => recordReported(store, { ...whose, origin: file, days, now }),
  };
}

async function asked(asking: Serving, account_id: string) {
  const dates = { start_date: dayAt(first - dayMs), end_date: dayAt(first + 10 * dayMs) };
  const { body } = await asking.ask('get_account_timeseries', { params: { account_id }, query: dates });
  const total = body.data.reduce((sum, { views }) => sum + views, 0);
  const days = body.data.filter(({ views }) => views !== 0).map(({ date, views }) => [date, views] as const);
  return { total, days, unobserved: body.meta.unobserved ?? [], meta: body.meta };
}

testStores('reported days', (opened) => {
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ] as const;

  it.each(orders)('and listings around them come to one thousand, in the order %i %i %i', async (...order) => {
    const { store } = opened();
    const asking = await serving(store);
    const creator_id = await asking.creator('Ana');
    const account_id = await asking.account('ana', { creator_id });
    const whose = { organizationId: asking.organizationId, accountId: account_id };
    const { listings, reports } = parts(store, whose);
    const told = [...listings, reports];
    for (const index of order) expect(await told[index]?.()).toBe('recorded');
    const both = await asked(asking, account_id);
    expect(both.total).toBe(1_000);
    expect(both.days).toEqual([[dayAt(first + 10 * dayMs), 1_000]]);
    // Likes were listed too, and none of them grew.
    expect(both.meta.basis).toBeUndefined();
    expect(both.unobserved).toEqual([]);

    await withdrawLooks(store, { ...whose, origin: listed });
    const alone = await asked(asking, account_id);
    expect(alone.total).toBe(1_000);
    expect(alone.days).toHaveLength(10);
    expect(alone.meta).toMatchObject({ basis: 'reported', data_since: dayAt(first + dayMs) });
    expect(alone.meta.unavailable_metrics).not.toContain('views');
    expect(alone.meta.unavailable_metrics).toContain('comments');
    for (const id of ['get_overview_timeseries', 'get_overview'] as const) {
      const { body } = await asking.ask(id, { query: { period: '30d' } });
      expect(body.meta.basis).toBe('reported');
    }
    const ofCreator = await asking.ask('get_creator_analytics', { params: { creator_id } });
    expect(ofCreator.body.meta.basis).toBe('reported');
    expect(ofCreator.body.data.totals).toMatchObject({ views: 1_000, likes: 100 });
    const top = await asking.ask('list_top_creators');
    expect(top.body.meta.basis).toBe('reported');
    const batch = await asking.ask('get_account_metrics', { body: { account_ids: [account_id] } });
    expect(batch.body.meta.basis).toBe('reported');
    const { body } = await asking.ask('get_account', { params: { account_id } });
    // Nobody has told how many views it has in all.
    expect(body.data.unavailable_metrics).toContain('views');

    await withdrawReported(store, { ...whose, origin: file });
    const none = await asked(asking, account_id);
    expect(none).toMatchObject({ total: 0, meta: { data_since: null } });
    expect(none.meta.basis).toBeUndefined();
    expect(await rollupDifferences(store)).toEqual([]);
  });

  it('that nobody looked on say so, once the account was seen', async () => {
    const { store } = opened();
    const asking = await serving(store);
    const account_id = await asking.account('ana');
    const whose = { organizationId: asking.organizationId, accountId: account_id };
    for (const look of parts(store, whose).listings) await look();
    const between = Array.from({ length: 9 }, (_, index) => dayAt(first + (index + 1) * dayMs));
    expect((await asked(asking, account_id)).unobserved).toEqual(between);
    const days = [{ day: between[4] ?? '', gains: { shares: 0 } }];
    await recordReported(store, { ...whose, origin: file, days, now });
    expect((await asked(asking, account_id)).unobserved).toEqual(between.filter((_, index) => index !== 4));
    // From when on it was seen, wherever the window begins.
    const dates = { start_date: between[7], end_date: between[8] };
    const later = await asking.ask('get_account_timeseries', { params: { account_id }, query: dates });
    expect(later.body.meta.unobserved).toEqual(between.slice(7));
  });

  it('are of their organization and account alone', async () => {
    const { store } = opened();
    const asking = await serving(store);
    const ana = await asking.account('ana');
    const bea = await asking.account('bea');
    await parts(store, { organizationId: asking.organizationId, accountId: ana }).reports();
    expect((await asked(asking, bea)).meta.basis).toBeUndefined();
    expect(await parts(store, { organizationId: 'another', accountId: ana }).reports()).toBe('gone');
    const batch = await asking.ask('get_account_metrics', { body: { account_ids: [bea] } });
    expect(batch.body.meta.basis).toBeUndefined();
  });

  it('are refused whole where one of them is still to come', async () => {
    const { store } = opened();
    const asking = await serving(store);
    const whose = { organizationId: asking.organizationId, accountId: await asking.account('ana'), origin: file };
    const gains = { views: 5 };
    const [today, tomorrow, later] = [0, 1, 2].map((days) => ({ day: dayAt(now + days * dayMs), gains }));
    if (today === undefined || tomorrow === undefined || later === undefined) throw new Error('three days');
    const refused = recordReported(store, { ...whose, days: [today, later], now });
    await expect(refused).rejects.toThrow(new DayToCome(later.day));
    await expect(refused).rejects.toThrow(`Nothing can be reported of ${later.day}: that day is still to come`);
    const kept = store.read
      .selectFrom('account_reported_days')
      .select('day')
      .where('account_id', '=', whose.accountId)
      .orderBy('day');
    expect(await kept.execute()).toEqual([]);
    // It has begun already farther to the east.
    expect(await recordReported(store, { ...whose, days: [today, tomorrow], now })).toBe('recorded');
    expect(await kept.execute()).toEqual([{ day: today.day }, { day: tomorrow.day }]);
  });

  it('leave out what is no day or no number, and keep the rest', async () => {
    const { store } = opened();
    const asking = await serving(store);
    const accountId = await asking.account('ana');
    const days = [
      { day: '2026-02-30', gains: { views: 7 } },
      { day: '1999-01-01', gains: { views: 7 } },
      { day: 'yesterday', gains: { views: 7 } },
      { day: dayAt(first), gains: { views: Number.NaN, likes: 1.5, comments: null } },
      { day: dayAt(first + dayMs), gains: { views: 2 ** 53, likes: 30 } },
      { day: dayAt(first + 2 * dayMs), gains: { views: -4 } },
    ];
    const { organizationId } = asking;
    expect(await recordReported(store, { organizationId, accountId, origin: file, days, now })).toBe('recorded');
    const kept = await store.read
      .selectFrom('account_reported_days')
      .select(['day', 'views', 'likes'])
      .where('organization_id', '=', organizationId)
      .orderBy('day')
      .execute();
    expect(kept).toEqual([
      { day: dayAt(first + dayMs), views: null, likes: 30 },
      { day: dayAt(first + 2 * dayMs), views: -4, likes: null },
    ]);
    expect((await asked(asking, accountId)).total).toBe(-4);
  });

  it.each([
    ['tiktok', 'saves', { views: 5, saves: 25 }],
    ['instagram', 'likes', { views: 5 }],
    ['instagram', 'views', { views: 2 ** 53, likes: 5 }],
  ] as const)(
    'of %s keep the same whether a rounding of unknown %s comes first or last',
    async (platform, metric, gains) => {
      const { store } = opened();
      const asking = await serving(store);
      const { organizationId } = asking;
      const day = dayAt(first);
      const [plain, rounded] = [
        { day, gains },
        { day, gains, rounded: [metric] },
      ];
      const kept: unknown[] = [];
      for (const [index, days] of [
        [plain, rounded],
        [rounded, plain],
      ].entries()) {
        const accountId = await asking.account(`${platform}${index}`, { platform });
        for (const one of days)
          await recordReported(store, { organizationId, accountId, origin: file, days: [one], now });
        const rows = store.read
          .selectFrom('account_reported_days')
          .select(['day', 'views', 'likes', 'saves', 'rounded'])
          .where('organization_id', '=', organizationId)
          .where('account_id', '=', accountId);
        kept.push(await rows.execute());
      }
      expect(kept[0]).toEqual(kept[1]);
      expect(kept[0]).toMatchObject([{ day, rounded: 0 }]);
    },
  );

  it('go with their account', async () => {
    const { store } = opened();
    const asking = await serving(store);
    const account_id = await asking.account('ana');
    await parts(store, { organizationId: asking.organizationId, accountId: account_id }).reports();
    await asking.ask('delete_account', { params: { account_id } });
    for (const table of ['account_reported_days', 'organization_days'] as const) {
      const left = store.read.selectFrom(table).select('day').where('organization_id', '=', asking.organizationId);
      expect(await left.execute()).toEqual([]);
    }
  });
});
