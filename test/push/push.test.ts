import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { everyRow } from '../import/import-work.ts';
import { testServer } from '../server/test-server.ts';

const link = 'https://www.tiktok.com/@ana.bakes/video/7301234567890123456';
const whose = { platform: 'tiktok', username: '@Ana.Bakes' } as const;

function post(views: number, day: number, more: Record<string, unknown> = {}) {
  return {
    type: 'post',
    ...whose,
    observed_at: `2026-07-${String(day).padStart(2, '0')}T12:00:00Z`,
    post: link,
    created_at: '2026-06-01T10:00:00Z',
    caption: 'Bread',
    view_count: views,
    like_count: Math.trunc(views / 10),
    ...more,
  };
}

function profile(followers: number | null, day: number, more: Record<string, unknown> = {}) {
  const observed_at = `2026-07-${String(day).padStart(2, '0')}T12:00:00Z`;
  return { type: 'profile', ...whose, observed_at, follower_count: followers, ...more };
}

describe.each(['sqlite', 'postgres'] as const)('pushed numbers on %s', (dialect) => {
  const at = testServer({ RATE_LIMIT_PER_MINUTE: '100000' }, dialect);
  let organizationId = '';
  let ingest = '';
  let reader = '';

  beforeAll(async () => {
    organizationId = await at().organization('Pushed');
    ingest = await at().key({ organizationId, scopes: ['ingest'], name: 'collector' });
    reader = await at().key({ organizationId, scopes: ['read'] });
  });

  const push = (observations: unknown[], more: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
    at().call('POST', '/v2/ingest/snapshots', { key: ingest, body: { observations, ...more }, headers });
  const account = async () => {
    const { body } = await at().call('GET', '/v2/accounts?q=ana.bakes', { key: reader });
    return body.data[0];
  };
  const statuses = (answer: { body: { data: { items: { status: string }[] } } }) =>
    answer.body.data.items.map(({ status }) => status);

  it('are refused to a key that only reads, and a key that pushes reads and deletes nothing', async () => {
    const refused = await at().call('POST', '/v2/ingest/snapshots', { key: reader, body: { observations: [{}] } });
    expect([refused.status, refused.body.code]).toEqual([403, 'INSUFFICIENT_SCOPE']);
    for (const [method, path] of [
      ['GET', '/v2/accounts'],
      ['GET', '/v2/overview'],
      ['DELETE', '/v2/accounts/0b8f5f0e-6c1d-4a52-9b1c-3f9a9b0e7d11'],
      ['POST', '/v2/accounts/metrics'],
    ] as const) {
      const answer = await at().call(method, path, { key: ingest, body: method === 'POST' ? {} : undefined });
      expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'INSUFFICIENT_SCOPE']);
    }
    const who = await at().call('GET', '/v2/whoami', { key: ingest });
    expect(who.body.data).toMatchObject({ api_key_name: 'collector', scopes: ['ingest'] });
  });

  it('are taken item by item: what is wrong is named and stops nothing else', async () => {
    const answer = await push(
      [
        post(-1, 1, { observed_at: '2031-01-01T00:00:00Z' }),
        { type: 'post', ...whose },
        { nothing: true },
        post(1_000, 1),
        post(1_000, 1, { post: 'https://www.instagram.com/p/DQNAXU5kW5B/' }),
        profile(500, 1),
        { ...profile(500, 1), username: 'not a name!' },
        post(5, 1, { created_at: '2026-09-01T00:00:00Z' }),
        { type: 'day', ...whose, day: '2031-01-01', views: 4 },
      ],
      { create_missing: true },
    );
    expect(answer.status).toBe(200);
    expect(statuses(answer)).toEqual([
      'rejected',
      'rejected',
      'rejected',
      'recorded',
      'rejected',
      'recorded',
      'rejected',
      'rejected',
      'rejected',
    ]);
    const reasons = answer.body.data.items.map(({ reason }: { reason: string | null }) => reason);
    expect(reasons[0]).toContain('observed_at lies ahead');
    expect(reasons[1]).toContain('observed_at');
    expect(reasons[4]).toContain('TikTok');
    expect(reasons[7]).toContain('made after it was seen');
    expect(reasons[8]).toContain('lies ahead');
    expect(answer.body.data).toMatchObject({ recorded: 2, unchanged: 0, rejected: 7 });
    expect(await account()).toMatchObject({ username: 'ana.bakes', follower_count: 500, view_count: 1_000 });
  });

  it('say what was known already, make gains of days in any order, and mark what leaps', async () => {
    expect(statuses(await push([post(1_000, 1), profile(500, 1)]))).toEqual(['unchanged', 'unchanged']);
    expect(statuses(await push([post(1_300, 3), post(1_200, 2)]))).toEqual(['recorded', 'recorded']);
    expect(statuses(await push([post(1_300, 4), post(-1, 5, { like_count: null })]))).toEqual([
      'unchanged',
      'unchanged',
    ]);
    const { id } = await account();
    const days = await at().call(
      'GET',
      `/v2/accounts/${id}/timeseries?period=custom&start_date=2026-07-01&end_date=2026-07-05`,
      { key: reader },
    );
    expect(days.body.data.map(({ views }: { views: number }) => views)).toEqual([0, 200, 100, 0, 0]);
    const leap = await push([post(1_300_000, 6), profile(60_000, 6)]);
    expect(leap.body.data.items.map(({ leaps }: { leaps: string[] }) => leaps)).toEqual([
      ['views', 'plays', 'likes'],
      ['followers'],
    ]);
  });

  it('are rejected for an account that nobody tracks, unless it is to be made; up to the cap', async () => {
    const other = { ...post(10, 1), username: 'somebody.else' };
    const refused = await push([other]);
    expect(refused.body.data.items[0]).toMatchObject({ status: 'rejected', account_id: null });
    expect(refused.body.data.items[0].reason).toContain('create_missing');
    const never = { ...other, created_at: '2009-01-01T00:00:00Z' };
    const early = await push([never], { create_missing: true });
    expect(early.body.data).toMatchObject({ rejected: 1, push_id: null });
    expect((await at().call('GET', '/v2/accounts?q=somebody', { key: reader })).body.data).toEqual([]);
    const made = await push([other], { create_missing: true });
    expect(made.body.data.items[0]).toMatchObject({ status: 'recorded' });
    const { write } = at().context.store;
    await write.updateTable('organizations').set({ account_cap: 2 }).where('id', '=', organizationId).execute();
    const over = await push([{ ...other, username: 'one.too.many' }], { create_missing: true });
    expect(over.body.data.items[0].reason).toContain('may track 2 accounts');
    await write.updateTable('organizations').set({ account_cap: null }).where('id', '=', organizationId).execute();
  });

  it('come packed, are bounded packed and unpacked, and are the same when sent again', async () => {
    const body = JSON.stringify({ observations: [profile(61_000, 7)] });
    const send = (rawBody: Uint8Array, headers: Record<string, string>) =>
      at().call('POST', '/v2/ingest/snapshots', { key: ingest, rawBody, headers });
    const packed = { 'Content-Encoding': 'gzip', 'Idempotency-Key': `packed-${dialect}` };
    const first = await send(gzipSync(body), packed);
    expect(statuses(first)).toEqual(['recorded']);
    const again = await send(gzipSync(body), packed);
    expect([again.text, again.headers.get('idempotency-replayed')]).toEqual([first.text, 'true']);
    const large = `{"observations":[${' '.repeat(17 * 1_048_576)}{}]}`;
    expect((await send(gzipSync(large), { 'Content-Encoding': 'gzip' })).status).toBe(413);
    expect((await send(Buffer.alloc(4 * 1_048_576 + 1, ' '), {})).status).toBe(413);
    expect((await send(gzipSync(body).subarray(0, 20), { 'Content-Encoding': 'gzip' })).status).toBe(400);
    expect((await send(Buffer.from(body), { 'Content-Encoding': 'br' })).status).toBe(415);
    // More than the bound of all other bodies.
    expect((await push([{ ...profile(61_000, 7), description: 'x'.repeat(2_000_000) }])).status).toBe(200);
    expect((await push(Array.from({ length: 1_001 }, () => profile(1, 1)))).status).toBe(422);
    const elsewhere = await at().call('POST', '/v2/creators', {
      key: await at().key({ organizationId }),
      rawBody: gzipSync('{"name":"Ana"}'),
      headers: { 'Content-Encoding': 'gzip' },
    });
    expect(elsewhere.status).toBe(415);
  });

  it('are not mixed with invented ones', async () => {
    const sample = await at().organization('Sample');
    const { write } = at().context.store;
    await write.updateTable('organizations').set({ holds_sample_data: 1 }).where('id', '=', sample).execute();
    const key = await at().key({ organizationId: sample, scopes: ['ingest'] });
    const body = { observations: [profile(1, 1)], create_missing: true };
    const refused = await at().call('POST', '/v2/ingest/snapshots', { key, body });
    expect([refused.status, refused.body.code]).toEqual([409, 'CONFLICT']);
    expect(refused.body.detail).toContain('Clear it first');
  });

  it('of many posts of one account are the same as post by post, in any order', async () => {
    const many = Array.from({ length: 240 }, (_, n) => ({
      ...post(1_000 + n, 1 + (n % 20)),
      username: 'many.posts',
      post: `https://www.tiktok.com/@many.posts/video/73012345678901${10_000 + (n % 120)}`,
    }));
    const one = await at().organization('At once');
    const other = await at().organization('One by one');
    const keys = { one: await at().key({ organizationId: one }), other: await at().key({ organizationId: other }) };
    const send = (key: string, observations: unknown[]) =>
      at().call('POST', '/v2/ingest/snapshots', { key, body: { observations, create_missing: true } });
    expect((await send(keys.one, many)).body.data.rejected).toBe(0);
    for (let from = 0; from < many.length; from += 40) {
      await send(keys.other, many.toReversed().slice(from, from + 40));
    }
    const daysOf = async (key: string) => {
      const found = (await at().call('GET', '/v2/accounts?q=many.posts', { key })).body.data[0];
      const range = 'period=custom&start_date=2026-07-01&end_date=2026-07-20';
      const days = await at().call('GET', `/v2/accounts/${found.id}/timeseries?${range}`, { key });
      return [found.view_count, found.total_post_count, days.body.data];
    };
    const [views, posts, days] = await daysOf(keys.one);
    expect([views, posts]).toEqual([120 * 1_120 + (119 * 120) / 2, 120]);
    expect(await daysOf(keys.other)).toEqual([views, posts, days]);
  });

  it('leave nothing behind in another organization', async () => {
    const rows = await everyRow(at().context.store);
    const strangers = (rows.push_accounts ?? []).length;
    const foreign = await at().key({ organizationId: await at().organization('Foreign'), scopes: ['ingest'] });
    const answer = await at().call('POST', '/v2/ingest/snapshots', {
      key: foreign,
      body: { observations: [post(9, 9)] },
      headers: { 'Idempotency-Key': `packed-${dialect}` },
    });
    expect(answer.headers.has('idempotency-replayed')).toBe(false);
    expect(answer.body.data.items[0]).toMatchObject({ status: 'rejected', account_id: null });
    expect(((await everyRow(at().context.store)).push_accounts ?? []).length).toBe(strangers);
  });
});
