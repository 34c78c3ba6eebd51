import { beforeAll, describe, expect, it } from 'vitest';
import { dimensionNames } from '../../src/contract/query/dimensions.ts';
import type { QueryRequest } from '../../src/contract/query/request.ts';
import { dayMs, type Serving } from '../services/serving.ts';
import { testStores } from '../store/open-test-store.ts';
import { rollupDifferences } from '../store/rollup-check.ts';
import { makeWorld, now } from './world.ts';

/* What other operations say of the same days is what rows of the query add up to. */

const range = [dayOf(30), dayOf(1)];

function dayOf(back: number): string {
  return new Date(now - back * dayMs).toISOString().slice(0, 10);
}

testStores('sums of the query', (opened) => {
  let own: Serving;
  let theirs: Serving;
  beforeAll(async () => {
    own = await makeWorld(opened().store, 3, 7);
    theirs = await makeWorld(opened().store, 5, 2);
  }, 120_000);

  const ask = async (by: Serving, body: Partial<QueryRequest> & Pick<QueryRequest, 'metrics'>) => {
    const caller = { ...by.call.caller, keyId: JSON.stringify(body) };
    const input = { params: {}, query: {}, body: { ...defaults, ...body } };
    return (await by.api.query_metrics(input, { ...by.call, caller })).body;
  };

  it('are kept in rollups that are right', async () => {
    expect(await rollupDifferences(opened().store)).toEqual([]);
  });

  describe.each(
    dimensionNames.filter((name) => !/hashtag|mention|KEY|post$|media|weekday|hour|duration|post_age/.test(name)),
  )('by %s', (name) => {
    it('are those of the overview and of analytics', async () => {
      const { data } = await ask(own, { metrics: ['views', 'engagement', 'followers_gained'], dimensions: [name] });
      const overview = await own.ask('get_overview', { query: { period: '30d' } });
      const sum = (at: number) => data.rows.reduce((all, row) => all + Number(row[at]), 0);
      const { total_views, engagement_rate } = overview.body.data.current;
      expect(sum(1)).toBe(total_views);
      expect(Math.round((10_000 * sum(2)) / sum(1)) / 100).toBe(engagement_rate);
      expect(data.totals).toMatchObject({ views: total_views });
    });
  });

  it('of creators and accounts are those of their own operations', async () => {
    const { data } = await ask(own, { metrics: ['views', 'followers'], dimensions: ['creator'], include: ['ids'] });
    for (const [name, id, views, followers] of data.rows) {
      if (id === null) continue;
      const { body } = await own.ask('get_creator_analytics', {
        params: { creator_id: String(id) },
        query: { period: '30d' },
      });
      expect([name, views]).toEqual([name, body.data.totals.views]);
      const points = await own.ask('get_creator_timeseries', {
        params: { creator_id: String(id) },
        query: { period: '30d' },
      });
      expect([name, followers]).toEqual([name, points.body.data.at(-1)?.follower_count]);
    }
    const accounts = await ask(own, { metrics: ['likes'], dimensions: ['account'], include: ['ids'] });
    for (const [name, id, likes] of accounts.data.rows) {
      const { body } = await own.ask('get_account_analytics', {
        params: { account_id: String(id) },
        query: { period: '30d' },
      });
      expect([name, likes]).toEqual([name, body.data.totals.likes]);
    }
    expect(accounts.data.rows).toHaveLength(7);
  });

  it('of posts are what each post gained', async () => {
    const { data } = await ask(own, { metrics: ['views', 'saves'], dimensions: ['post'] });
    for (const [post, caption, views] of data.rows) {
      const [platform = '', id = ''] = String(post).split('/');
      const params = { platform, account_video_id: id };
      const { body } = await own.ask('get_account_video_timeseries', { params, query: { period: '30d' } });
      expect([post, caption, body.data.reduce((sum, point) => sum + point.views, 0)]).toEqual([post, caption, views]);
    }
    expect(data.rows.length).toBeGreaterThan(10);
  });

  it('hold nothing of another organization, nor does a cursor of it lead anywhere', async () => {
    const { data, meta } = await ask(own, {
      metrics: ['views'],
      dimensions: ['account'],
      limit: 1,
      include: ['total', 'rest'],
    });
    expect(meta.groups).toBe(7);
    expect(Number(data.rows[0]?.[1]) + Number(data.rest?.views)).toBe(data.totals?.views);
    const cursor = meta.next_cursor ?? '';
    await expect(
      ask(theirs, { metrics: ['views'], dimensions: ['account'], limit: 1, include: ['total', 'rest'], cursor }),
    ).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
    });
    await expect(
      ask(own, { metrics: ['likes'], dimensions: ['account'], limit: 1, include: ['total', 'rest'], cursor }),
    ).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
    });
  });

  it('before the data are told in words, without a percentage', async () => {
    const { data, meta } = await ask(own, { metrics: ['views'], compare: ['previous_year'] });
    expect(data.totals).toMatchObject({ 'views:before': 0, 'views:change': null });
    expect(meta).toMatchObject({ days_with_data: 30, compare_days_with_data: 0 });
    expect(meta.explain).toContain(`The data begins on ${meta.data_since}`);
  });
});

const defaults: Omit<QueryRequest, 'metrics'> = {
  date_range: range,
  of: 'gains',
  dimensions: [],
  filters: [],
  limit: 1_000,
  include: ['total'],
};
