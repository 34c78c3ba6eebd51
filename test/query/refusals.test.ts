import { beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../src/contract/problem.ts';
import { dimensionNames, dimensionTable } from '../../src/contract/query/dimensions.ts';
import { numberFields, searchedFields, textFieldNames } from '../../src/contract/query/filters.ts';
import { metricsOf, subjects } from '../../src/contract/query/metrics.ts';
import { type Serving, serving } from '../services/serving.ts';
import { openTestStore, type TestStore } from '../store/open-test-store.ts';

/* Every name and pair that the vocabulary does not allow is a 422 that says what is allowed. */

let opened: TestStore;
let own: Serving;
beforeAll(async () => {
  opened = await openTestStore('sqlite');
  own = await serving(opened.store, { queriesPerMinute: 1_000_000 });
  return async () => {
    await opened.store.close();
    await opened.remove();
  };
});

async function refusal(body: object): Promise<Problem | null> {
  try {
    await own.ask('query_metrics', { body: { metrics: ['posts'], ...body } });
    return null;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

async function refused(body: object, field: string, told: readonly string[]) {
  const problem = await refusal(body);
  expect([problem?.code, problem?.errors?.[0]?.field], JSON.stringify(body)).toEqual(['VALIDATION_ERROR', field]);
  for (const name of told) expect(problem?.detail).toContain(name);
}

const names = dimensionNames.filter((name) => name !== 'metadata:KEY');
const about = (wanted: string) =>
  Object.entries(dimensionTable).flatMap(([name, dimension]) => (dimension.about === wanted ? [name] : []));
const isMany = (name: string) => name === 'hashtag' || name === 'mention';

describe('a name', () => {
  it.each(subjects)('of a metric that is none of %s', async (of) => {
    for (const wrong of ['viws', 'constructor', '__proto__', 'avg_', 'avg_views_day_2', 'Views']) {
      await refused({ of, metrics: [wrong] }, 'metrics.0', ['views', 'engagement_rate', 'posts_per_week']);
    }
    const other = of === 'gains' ? 'posts' : 'gains';
    for (const name of metricsOf[other].keys()) {
      if (metricsOf[of].has(name)) expect(await refusal({ of, metrics: [name] }), name).toBeNull();
      else await refused({ of, metrics: [name] }, 'metrics.0', [`of=${other}`]);
    }
  });

  it('of a dimension or field that is none', async () => {
    for (const wrong of ['creators', 'toString', 'time:hour', 'metadata:', 'time:']) {
      await refused({ dimensions: [wrong] }, 'dimensions.0', names);
      await refused({ filters: [['is', wrong, ['x']]] }, 'filters.0.1', textFieldNames);
      await refused({ filters: [['>=', wrong, 1]] }, 'filters.0.1', Object.keys(numberFields));
      await refused({ order_by: [[wrong, 'asc']] }, 'order_by.0.0', ['views']);
    }
  });

  it('of a field without texts, in a search', async () => {
    for (const name of textFieldNames.filter((field) => !searchedFields.some((known) => known === field))) {
      await refused({ filters: [['contains', name, ['x']]] }, 'filters.0.1', searchedFields);
    }
  });

  it('of a value that a closed field does not have', async () => {
    for (const name of ['platform', 'weekday', 'hour', 'follower_tier', 'duration', 'post_age']) {
      await refused({ filters: [['is', name, ['nothing']]] }, 'filters.0.2.0', ['Those are:']);
    }
  });
});

describe('a pair', () => {
  it.each(names)('of gains with %s goes or is told', async (name) => {
    const problem = await refusal({ dimensions: [name] });
    if (isMany(name)) expect(problem?.detail).toContain('of=posts');
    else expect(problem).toBeNull();
    for (const time of about('time')) {
      if (about('account').includes(name)) expect(await refusal({ dimensions: [name, time] })).toBeNull();
      else if (!isMany(name)) await refused({ dimensions: [name, time] }, 'dimensions', []);
    }
  });

  it('of accounts’ metrics with what is about posts', async () => {
    for (const metric of ['followers', 'followers_gained', 'accounts']) {
      for (const name of about('post').filter((each) => !isMany(each))) {
        await refused({ metrics: [metric], dimensions: [name] }, 'metrics', about('account'));
      }
      await refused({ metrics: [metric], filters: [['contains', 'caption', ['x']]] }, 'metrics', ['account']);
      await refused(
        {
          filters: [
            ['>=', metric, 1],
            ['is', 'hashtag', ['x']],
          ],
        },
        'metrics',
        ['account'],
      );
    }
  });

  it('of time with a comparison, twice, or with accounts', async () => {
    for (const time of about('time')) {
      await refused({ dimensions: [time], compare: ['previous_period'] }, 'compare', ['time']);
      await refused({ dimensions: [time], metrics: ['accounts'] }, 'metrics', ['of=posts']);
    }
    await refused({ dimensions: ['time:day', 'time:week'] }, 'dimensions', ['one dimension of time']);
    await refused({ dimensions: ['creator', 'creator'] }, 'dimensions', ['twice']);
    await refused({ metrics: ['views', 'views'] }, 'metrics', ['twice']);
  });

  it('of hashtags with more than one other dimension, or with mentions', async () => {
    await refused({ of: 'posts', dimensions: ['hashtag', 'platform', 'creator'] }, 'dimensions', ['one other']);
    await refused({ of: 'posts', dimensions: ['hashtag', 'mention'] }, 'dimensions', ['not both']);
    await refused({ order_by: [['posts:change', 'asc']] }, 'order_by.0.0', ['compare']);
  });
});

describe('a bound', () => {
  const leaf = ['is', 'platform', ['tiktok']];
  const deep = (times: number): unknown => (times === 0 ? leaf : ['not', deep(times - 1)]);

  it.each([
    ['metrics', { metrics: [...metricsOf.gains.keys()].slice(0, 11) }],
    ['dimensions', { dimensions: ['creator', 'account', 'platform', 'category'] }],
    ['filters', { filters: Array.from({ length: 21 }, () => leaf) }],
    ['filters', { filters: [['or', Array.from({ length: 20 }, () => leaf)]] }],
    ['filters.0.1.1.1', { filters: [deep(3)] }],
    ['filters.0.2', { filters: [['is', 'creator', Array.from({ length: 201 }, String)]] }],
    ['filters.0.2', { filters: [['is', 'creator', []]] }],
    ['filters.0.2.0', { filters: [['is', 'creator', ['']]] }],
    ['filters.0.2.0', { filters: [['contains', 'caption', [null]]] }],
    ['filters.0.2', { filters: [['>=', 'views', '12']] }],
    ['filters.0', { filters: [['and', [leaf, ['>=', 'views', 1]]]] }],
    ['filters.0', { filters: [['and', []]] }],
    ['filters.0', { filters: [['is', 'platform']] }],
    ['date_range', { date_range: ['2021-01-01', '2026-03-01'] }],
    ['date_range', { date_range: ['1828d'] }],
    ['date_range', { date_range: ['0d'] }],
    ['date_range', { date_range: ['2026-03-02', '2026-03-01'] }],
    ['date_range', { date_range: ['2026-03-02', '2027-03-01'] }],
    ['date_range', { date_range: ['2026-02-30', '2026-03-01'] }],
    ['date_range', { date_range: ['1969-12-31', '1970-01-01'] }],
    ['date_range', { date_range: ['week'] }],
    ['compare', { compare: ['last_month'] }],
    ['limit', { limit: 1_001 }],
    ['cursor', { cursor: 'abc' }],
    ['time_zone', { time_zone: 'Mars/Olympus' }],
    ['time_zone', { time_zone: '+01:00' }],
  ])('of %s', async (field, body) => {
    await refused(body, field, []);
  });
});

describe('an allowance', () => {
  it('is of each key: so many a minute, two at once', async () => {
    const few = await serving(opened.store, { queriesPerMinute: 3 });
    const ask = () => few.ask('query_metrics', { body: { metrics: ['views'] } });
    const both = await Promise.allSettled([ask(), ask(), ask()]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    await ask();
    await expect(ask()).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 60 });
    const other = { ...few.call, caller: { ...few.call.caller, keyId: 'other' } };
    const input = { params: {}, query: {}, body: queryBody };
    await expect(few.api.query_metrics(input, other)).resolves.toMatchObject({ status: 200 });
    few.clock.now += 60_000;
    await ask();
  });
});

const queryBody = {
  metrics: ['views'],
  date_range: ['30d'],
  of: 'gains' as const,
  dimensions: [],
  filters: [],
  limit: 20,
  include: ['total' as const],
};
