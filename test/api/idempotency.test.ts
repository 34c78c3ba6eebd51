import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { decide, keptMs, longestRunMs } from '../../src/api/idempotency/decide.ts';
import { createIdempotency, type Outcome } from '../../src/api/idempotency/once.ts';
import { Problem } from '../../src/contract/problem.ts';
import { setAccountCap } from '../../src/organizations/change.ts';
import type { Store } from '../../src/store/store.ts';
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

  it('treats bodies as equal whatever the order of their keys', async () => {
    const first = await create('order', { name: 'Ana', metadata: { b: '1', a: '2' } });
    const retry = await create('order', { metadata: { a: '2', b: '1' }, name: 'Ana' });
    expect([retry.status, retry.text]).toEqual([201, first.text]);
    expect((await create('order', { name: 'Ana', metadata: { a: '1', b: '2' } })).status).toBe(409);
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

  it('keeps nothing of a request that was refused before it began', async () => {
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
    const { store, now, newId } = at().context;
    const idempotency = createIdempotency({ store, now, newId, onError: (error) => Promise.reject(error) });
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

  /** As a process that is killed right after its write leaves it: made, and the key still running. */
  async function killedAfter(path: string, idempotencyKey: string, body: unknown) {
    const { store } = at().context;
    const off = await refuseAnswers(store);
    const made = await at().call('POST', path, { key, body, headers: { 'Idempotency-Key': idempotencyKey } });
    await off();
    expect(made.status).toBe(201);
    return made;
  }

  it.each([
    ['/v2/creators', { name: 'Once' }, '/v2/creators?q=Once'],
    ['/v2/accounts', { platform: 'tiktok', username: 'made.once' }, '/v2/accounts?q=made.once'],
    ['/v2/videos', { platform: 'instagram', identifier: 'C1ONCEonce1' }, '/v2/videos?is_active=true'],
  ])('makes one thing at POST %s when the process dies between the write and its answer', async (path, body, list) => {
    const first = await killedAfter(path, 'died', body);
    const headers = { 'Idempotency-Key': 'died' };
    expect((await at().call('POST', path, { key, body, headers })).status).toBe(409);
    at().ahead.ms += longestRunMs;
    const retry = await at().call('POST', path, { key, body, headers });
    expect([retry.status, retry.body.data?.id]).toEqual([201, first.body.data.id]);
    expect(retry.headers.get('location')).toBe(first.headers.get('location'));
    const again = await at().call('POST', path, { key, body, headers });
    expect([again.text, again.headers.get('idempotency-replayed')]).toEqual([retry.text, 'true']);
    expect((await at().call('GET', list, { key })).body.data).toHaveLength(1);
  });

  it('returns what was made, even if it could not be made any more', async () => {
    const creator = await create('gone', { name: 'Gone' });
    const body = { platform: 'tiktok', username: 'made.before', creator_id: creator.body.data.id };
    const first = await killedAfter('/v2/accounts', 'before', body);
    await at().call('DELETE', `/v2/creators/${creator.body.data.id}`, { key });
    await setAccountCap(at().context, at().organizationId, 0);
    at().ahead.ms += longestRunMs;
    const retry = await at().call('POST', '/v2/accounts', { key, body, headers: { 'Idempotency-Key': 'before' } });
    await setAccountCap(at().context, at().organizationId, null);
    expect([retry.status, retry.body.data?.id]).toEqual([201, first.body.data.id]);
  });

  it('makes a new thing for a key that is used again after a day', async () => {
    const first = await killedAfter('/v2/creators', 'next day', { name: 'Next day' });
    at().ahead.ms += keptMs;
    const other = await create('next day', { name: 'Another' });
    expect([other.status, other.body.data.name]).toEqual([201, 'Another']);
    expect(other.body.data.id).not.toBe(first.body.data.id);
  });

  it('gives a retry of a failure the same id, as the failure may have come after the write', async () => {
    const { store, now, newId } = at().context;
    const idempotency = createIdempotency({ store, now, newId, onError: (error) => Promise.reject(error) });
    const request = { organizationId: at().organizationId, operation: 'create_creator', key: 'lost', body: {} };
    const ids: string[] = [];
    const run = async (id: string): Promise<Outcome> => {
      ids.push(id);
      if (ids.length < 3) throw new Problem('SERVICE_UNAVAILABLE', 'x');
      return { status: 201, location: null, body: '{}' };
    };
    for (let failure = 1; failure <= 2; failure++) await expect(idempotency.once(request, run)).rejects.toThrow('x');
    expect(await idempotency.once(request, run)).toMatchObject({ kind: 'first' });
    expect([ids.length, new Set(ids).size, typeof ids[0]]).toEqual([3, 1, 'string']);
  });

  it('deletes answers older than a day', async () => {
    const { store, now, newId } = at().context;
    at().ahead.ms += keptMs * 2;
    const idempotency = createIdempotency({ store, now, newId, onError: (error) => Promise.reject(error) });
    idempotency.start();
    await idempotency.stop();
    expect(await store.read.selectFrom('idempotency_answers').select('operation').execute()).toEqual([]);
  });
});

/** A database that takes no answer until the result is called: what a kill between write and answer comes to. */
async function refuseAnswers({ dialect, write }: Store): Promise<() => Promise<unknown>> {
  const statements =
    dialect === 'sqlite'
      ? [
          `create trigger no_answer before update of status on idempotency_answers when new.state = 'done'
            begin select raise(abort, 'no answer today'); end`,
        ]
      : [
          `create function no_answer() returns trigger language plpgsql as
            $$ begin raise exception 'no answer today'; end $$`,
          `create trigger no_answer before update on idempotency_answers for each row
            when (new.state = 'done') execute function no_answer()`,
        ];
  for (const statement of statements) await sql.raw(statement).execute(write);
  const undo =
    dialect === 'sqlite'
      ? ['drop trigger no_answer']
      : ['drop trigger no_answer on idempotency_answers', 'drop function no_answer'];
  return async () => {
    for (const statement of undo) await sql.raw(statement).execute(write);
  };
}

describe('what a request with a known Idempotency-Key may do', () => {
  const seen = (state: 'running' | 'done', at = 0) => ({
    state,
    body_hash: 'a',
    created_at: new Date(at).toISOString(),
  });
  it.each([
    ['done', 'a', 0, 'replay'],
    ['done', 'b', 0, 'other_body'],
    ['done', 'b', keptMs, 'start_over'],
    ['running', 'a', keptMs, 'start_over'],
    ['running', 'a', longestRunMs - 1, 'still_running'],
    ['running', 'a', longestRunMs, 'take_over'],
    ['running', 'b', longestRunMs, 'other_body'],
  ] as const)('%s, body %s, after %i ms: %s', (state, bodyHash, now, kind) => {
    expect(decide(seen(state), bodyHash, now)).toMatchObject({ kind });
  });
});
