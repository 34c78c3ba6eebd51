import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyOperation, allOperations, operations } from '../../src/contract/operations.ts';
import { figure } from '../long/trials.ts';
import type { TestServer } from '../server/start-test-server.ts';
import type { Answer, CallOptions } from '../server/wire.ts';
import { faceless, textOf } from './answers.ts';
import { type Id, inputWith, type Place, placesIn, targetOf } from './places.ts';
import { rowsOf } from './rows-of.ts';
import {
  known,
  nobodysIds,
  nobodysWord,
  openTenants,
  rowsOfTenant,
  type Tenant,
  type Tenants,
  theirWord,
  traces,
} from './tenants.ts';

const keyed = allOperations.filter(({ scope }) => scope !== 'open');

const reads = keyed.filter(({ scope }) => scope === 'read');

/** What an operation that only reads answers about our own things, with its total where it has one. */
async function ownAnswer(server: TestServer, own: Tenant, operation: AnyOperation): Promise<unknown> {
  const { params, query, body } = inputWith(operation, own.ids, null, '');
  const counted = 'include_total' in operation.query.shape ? { include_total: true } : {};
  const target = targetOf(operation, { params, query: { ...query, ...counted }, body });
  const answer = await server.call(operation.method, `/v2${target}`, { key: own.key, body });
  // Calls are counted some time after they were made; whose they are is looked at below.
  if (answer.body.data?.api_calls === undefined) return faceless(answer, '');
  const { api_calls, ...data } = answer.body.data;
  return data;
}

/** Every field of every operation in which something of another organization could be named. */
const places = keyed.flatMap((operation) => placesIn(operation, known).map((place) => ({ operation, place })));
const ofKind = (kind: Place['kind']) => places.filter(({ place }) => place.kind === kind);

describe.each(['sqlite', 'postgres'] as const)("another organization's things, by REST on %s", (dialect) => {
  let tenants: Tenants;
  let before: unknown;
  const alone = new Map<string, unknown>();
  const cursors = new Map<string, string>();
  const once = new Map<string, { key: string; body: unknown; id: string }>();
  let cells = 0;

  beforeAll(async () => {
    tenants = await openTenants(dialect, async (server, own) => {
      for (const operation of reads) alone.set(operation.id, await ownAnswer(server, own, operation));
    });
    for (const { operation, place } of ofKind('cursor')) {
      const { body } = await ask(operation, place, '', { by: tenants.theirs, search: 'limit=1' });
      cursors.set(operation.id, body.pagination.next_cursor);
    }
    for (const operation of keyed.filter(({ idempotent, answers }) => idempotent && 201 in answers)) {
      const key = randomUUID();
      const { body } = inputWith(operation, tenants.theirs.ids, null, '');
      const answer = await send(tenants.theirs, operation, { body, headers: { 'Idempotency-Key': key } });
      expect([operation.id, answer.status]).toEqual([operation.id, 201]);
      once.set(operation.id, { key, body, id: answer.body.data.id });
    }
    before = await rowsOfTenant(tenants.server, tenants.theirs);
  });
  afterAll(async () => {
    figure(
      `two tenants by REST on ${dialect}: ${cells} answers, ${places.length} places in ${keyed.length} operations`,
    );
    await tenants.stop();
  });

  function send(by: Tenant, { method, path }: AnyOperation, options: CallOptions): Promise<Answer> {
    return tenants.server.call(method, `/v2${path}`, { key: by.key, ...options });
  }

  async function ask(
    operation: AnyOperation,
    place: Place | null,
    value: Id,
    { by = tenants.own, search = '' } = {},
  ): Promise<Answer> {
    const input = inputWith(operation, by.ids, search === '' ? place : null, value);
    const target = targetOf(operation, input) + (search === '' ? '' : `?${search}`);
    cells += 1;
    return tenants.server.call(operation.method, `/v2${target}`, { key: by.key, body: input.body });
  }

  /** The answer to what is theirs, after it was found to be that to what never existed. */
  async function asNobodys(operation: AnyOperation, place: Place, theirs: Id, nobodys: Id): Promise<Answer> {
    const label = `${operation.id} with their ${place.name}`;
    const answer = await ask(operation, place, theirs);
    const unknown = await ask(operation, place, nobodys);
    expect(faceless(answer, theirs), label).toEqual(faceless(unknown, nobodys));
    expect(textOf(answer, theirs), label).not.toMatch(traces(tenants.theirs));
    return answer;
  }

  it('make no difference to any answer of ours', async () => {
    for (const operation of reads) {
      const answer = await ownAnswer(tenants.server, tenants.own, operation);
      expect(answer, operation.id).toEqual(alone.get(operation.id));
    }
  });

  it('answer in every place of an id as what never existed', async () => {
    for (const { operation, place } of ofKind('id')) {
      const [theirs = '', nobodys = ''] = [tenants.theirs.ids[place.name], nobodysIds[place.name]];
      const { status } = await asNobodys(operation, place, theirs, nobodys);
      // A refusal of the rest of the input would be alike for the wrong reason.
      const expected = place.part === 'params' ? 404 : expect.toBeOneOf([200, 404]);
      expect([operation.id, place.name, status]).toEqual([operation.id, place.name, expected]);
    }
  });

  it('are led to by no cursor of theirs', async () => {
    for (const { operation, place } of ofKind('cursor')) {
      const theirs = cursors.get(operation.id) ?? '';
      const nobodys = randomBytes(theirs.length).toString('base64url').slice(0, theirs.length);
      const { status } = await asNobodys(operation, place, theirs, nobodys);
      expect([operation.id, status]).toEqual([operation.id, 422]);
    }
  });

  it('are found by no word of theirs', async () => {
    for (const { operation, place } of ofKind('words')) await asNobodys(operation, place, theirWord, nobodysWord);
  });

  it('stand in no answer that asks for nothing of theirs', async () => {
    for (const operation of keyed.filter(({ method }) => method === 'GET')) {
      const answer = await ask(operation, null, '');
      expect([operation.id, answer.status]).toEqual([operation.id, 200]);
      expect(textOf(answer), operation.id).not.toMatch(traces(tenants.theirs));
    }
  });

  it('are replayed for no idempotency key of theirs, and stand in the way of nothing', async () => {
    for (const operation of keyed.filter(({ idempotent, answers }) => idempotent && 201 in answers)) {
      const { key, body, id } = once.get(operation.id) ?? {};
      const headers = { 'Idempotency-Key': key ?? '' };
      const answer = await send(tenants.own, operation, { body, headers });
      expect([operation.id, answer.status]).toEqual([operation.id, 201]);
      expect(answer.headers.has('idempotency-replayed')).toBe(false);
      expect(answer.body.data.id).not.toBe(id);
      expect(textOf(answer)).not.toMatch(traces(tenants.theirs));
      // The key is ours now: it replays our answer, not theirs.
      const again = await send(tenants.own, operation, { body, headers });
      expect([again.headers.get('idempotency-replayed'), again.body]).toEqual(['true', answer.body]);
      // What conflicts now is our own, which the answer may name.
      const twice = await send(tenants.own, operation, { body });
      expect(twice.text, operation.id).not.toContain(id);
      cells += 3;
    }
  });

  it('count against no cap of ours', async () => {
    const { store, organizationId } = tenants.server.dataOf(tenants.own.organizationId);
    const set = (account_cap: number | null) =>
      store.write.updateTable('organizations').set({ account_cap }).where('id', '=', organizationId).execute();
    const ours = (await rowsOf(store, organizationId)).get('accounts') ?? [];
    await set(ours.length + 1);
    const body = { platform: 'tiktok', username: 'within.the.cap' };
    expect((await send(tenants.own, operations.create_account, { body })).status).toBe(201);
    await set(null);
  });

  it('differ from our own, which the same inputs find', async () => {
    for (const { operation, place } of ofKind('id').filter((one) => one.operation.scope === 'read')) {
      const answer = await ask(operation, place, tenants.own.ids[place.name] ?? '');
      expect([operation.id, answer.status]).toEqual([operation.id, 200]);
      expect(answer.text, operation.id).not.toMatch(/"not_found":(\["|\[\d|\{"\w+":\[\d)/);
    }
  });

  it('are all as they were', async () => {
    expect(await rowsOfTenant(tenants.server, tenants.theirs)).toEqual(before);
  });
});
