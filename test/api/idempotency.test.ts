import { beforeAll, describe, expect, it } from 'vitest';
import { decide, keptMs, longestRunMs } from '../../src/api/idempotency/decide.ts';
import { createIdempotency } from '../../src/api/idempotency/once.ts';
import { Problem } from '../../src/contract/problem.ts';
import { testServer } from '../server/test-server.ts';

describe.each(['sqlite', 'postgres'] as const)('Idempotency-Key on %s', (dialect) => {
  const at = testServer({}, dialect);
  let key = '';
  beforeAll(async () => {
    key = await at().key();
  });
  const create = (idempotencyKey: string, body: unknown = { name: 'Ana' }, by = key) =>
    at().call('POST', '/v2/creators', { key: by, body, headers: { 'Idempotency-Key': idempotencyKey } });

  it('gives a retry the first answer, headers and all', async () => {
    const first = await create('one', { name: 'Ana', metadata: { b: '1' } });
    const retry = await create('one', { metadata: { b: '1' }, is_active: true, name: ' Ana ' });
    expect([first.status, first.headers.has('idempotency-replayed')]).toEqual([201, false]);
    expect([retry.status, retry.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(retry.text).toBe(first.text);
    expect(retry.headers.get('location')).toBe(first.headers.get('location'));
    expect((await at().call('GET', `/v2/creators/${first.body.data.id}`, { key })).status).toBe(200);
  });

  it('refuses another body', async () => {
    await create('two');
    const other = await create('two', { name: 'Ben' });
    expect([other.status, other.body.code]).toEqual([409, 'CONFLICT']);
  });

  it('lets one of many at once run', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => create('many', { name: 'Many' })));
    const fresh = answers.filter(({ status, headers }) => status === 201 && !headers.has('idempotency-replayed'));
    expect(fresh).toHaveLength(1);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    const { body } = await at().call('GET', '/v2/creators?q=Many', { key });
    expect(body.data).toHaveLength(1);
  });

  it('is of an organization and of an endpoint', async () => {
    const stranger = await at().key({ organizationId: await at().organization('Strangers') });
    const mine = await create('three');
    const theirs = await create('three', { name: 'Ana' }, stranger);
    expect([theirs.status, theirs.headers.has('idempotency-replayed')]).toEqual([201, false]);
    expect(theirs.body.data.id).not.toBe(mine.body.data.id);
    const headers = { 'Idempotency-Key': 'three' };
    const body = { platform: 'instagram', username: 'ana.bakes' };
    expect((await at().call('POST', '/v2/accounts', { key, headers, body })).status).toBe(201);
  });

  it('keeps a refusal too, under the id of each request', async () => {
    const headers = { 'Idempotency-Key': 'four' };
    const body = { platform: 'instagram', username: 'ana.bakes' };
    const first = await at().call('POST', '/v2/accounts', { key, headers, body });
    const retry = await at().call('POST', '/v2/accounts', { key, headers, body });
    expect([first.status, retry.status, retry.headers.get('idempotency-replayed')]).toEqual([409, 409, 'true']);
    expect(retry.body.detail).toBe(first.body.detail);
    expect(retry.body.request_id).not.toBe(first.body.request_id);
  });

  it('keeps nothing of what was no request yet', async () => {
    expect((await create('five', { name: '' })).status).toBe(422);
    expect((await create('five')).status).toBe(201);
  });

  it('is 1 to 255 characters', async () => {
    for (const wrong of ['', 'k'.repeat(256)]) {
      const answer = await create(wrong);
      expect([answer.status, answer.body.errors[0].field]).toEqual([422, 'Idempotency-Key']);
    }
    expect((await create('k'.repeat(255))).status).toBe(201);
  });

  it('is kept for a day, as a hash', async () => {
    const first = await create('ca_live_secret-shaped', { name: 'Day' });
    at().ahead.ms += keptMs - 60_000;
    expect((await create('ca_live_secret-shaped', { name: 'Day' })).text).toBe(first.text);
    at().ahead.ms += 120_000;
    const later = await create('ca_live_secret-shaped', { name: 'Day' });
    expect([later.status, later.headers.has('idempotency-replayed')]).toEqual([201, false]);
    const { read } = at().context.store;
    expect(JSON.stringify(await read.selectFrom('idempotency_answers').selectAll().execute())).not.toContain('secret');
  });

  it('does not keep a failure, and frees the key of a request that was killed', async () => {
    const { store, now } = at().context;
    const idempotency = createIdempotency({ store, now, onError: (error) => Promise.reject(error) });
    const request = { organizationId: at().organizationId, operation: 'create_creator', key: 'six', body: {} };
    const done = { status: 201, location: null, body: '{}' };
    const fails = () => Promise.reject(new Problem('INTERNAL_ERROR', 'x'));
    await expect(idempotency.once(request, fails)).rejects.toThrow();
    expect(await idempotency.once(request, async () => done)).toEqual({ kind: 'first', outcome: done });

    const killed = { ...request, key: 'seven' };
    void idempotency.once(killed, () => new Promise(() => undefined));
    await expect.poll(() => idempotency.once(killed, async () => done).catch(String)).toContain('still running');
    at().ahead.ms += longestRunMs;
    expect(await idempotency.once(killed, async () => done)).toEqual({ kind: 'first', outcome: done });
  });

  it('forgets what is older than a day', async () => {
    const { store, now } = at().context;
    at().ahead.ms += keptMs * 2;
    const idempotency = createIdempotency({ store, now, onError: (error) => Promise.reject(error) });
    idempotency.start();
    await idempotency.stop();
    expect(await store.read.selectFrom('idempotency_answers').select('operation').execute()).toEqual([]);
  });
});

describe('what a request may do whose key was seen', () => {
  const seen = (state: 'running' | 'done', at = 0) => ({
    state,
    body_hash: 'a',
    created_at: new Date(at).toISOString(),
  });
  it.each([
    ['done', 'a', 0, 'replay'],
    ['done', 'b', 0, 'other_body'],
    ['done', 'b', keptMs, 'take_over'],
    ['running', 'a', longestRunMs - 1, 'still_running'],
    ['running', 'a', longestRunMs, 'take_over'],
    ['running', 'b', longestRunMs, 'other_body'],
  ] as const)('%s, body %s, after %i ms: %s', (state, bodyHash, now, kind) => {
    expect(decide(seen(state), bodyHash, now)).toMatchObject({ kind });
  });
});
