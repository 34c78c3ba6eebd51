import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isRead } from '../../src/contract/operation.ts';
import { type AnyOperation, allOperations } from '../../src/contract/operations.ts';
import { apartTools, catalog } from '../../tools/catalog.ts';
import { type Argument, argumentsOf } from '../contract/spellings.ts';
import { callTool } from './ask.ts';
import { mcpServer } from './mcp-server.ts';
import { misfits } from './sdk-validators.ts';
import { calls, findIds, type Ids } from './workable-calls.ts';

const at = mcpServer();
let ids: Ids;
beforeAll(async () => {
  ids = await findIds(at());
});

type Flat = Readonly<Record<string, unknown>>;

/** A page's cursor is another one each time; all else of a reading answer is the same for the same question. */
function comparable(structure: unknown): unknown {
  return JSON.parse(JSON.stringify(structure).replace(/"next_cursor":"[^"]*"/g, '"next_cursor":""'));
}

async function byTool({ id }: AnyOperation, args: Flat) {
  const { structure, isError } = await callTool({ at: at(), key: 'read', name: id, args: { ...args } });
  return { isError, answer: comparable(structure) };
}

async function byEndpoint(operation: AnyOperation, args: Flat) {
  const { path, query, body } = placed(operation, args);
  const asked = { method: operation.method, path, query, ...(body !== null && { body: JSON.stringify(body) }) };
  const { structure, isError } = await callTool({ at: at(), key: 'read', name: 'call_v2_endpoint', args: asked });
  return { isError, answer: comparable(structure.body) };
}

async function byRest(operation: AnyOperation, args: Flat) {
  const { path, query, body } = placed(operation, args);
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
  const key = at().keys.read.fullKey;
  const options = body === null ? { key } : { key, body };
  const answer = await at().server.call(operation.method, `/v2${path}?${search}`, options);
  return { isError: answer.status !== 200, answer: comparable(answer.body) };
}

function placed(operation: AnyOperation, args: Flat) {
  const places = new Map(argumentsOf(operation, {}).map(({ name, place }) => [name, place]));
  const part = (place: Argument['place']) => Object.entries(args).filter(([name]) => places.get(name) === place);
  const params = Object.fromEntries(part('params'));
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const hasBody = [...places.values()].includes('body');
  return { path, query: Object.fromEntries(part('query')), body: hasBody ? Object.fromEntries(part('body')) : null };
}

const doors = { 'its tool': byTool, call_v2_endpoint: byEndpoint, REST: byRest };
const reading = allOperations.filter((operation) => isRead(operation) && argumentsOf(operation, {}).length > 0);

/** A window of two days needs both, a cursor is none of ours, and a path has one spelling of each id. */
function spelledAt(door: string, operation: AnyOperation, needed: Flat): readonly Argument[] {
  return argumentsOf(operation, needed).filter(
    ({ name, place, spelled }) =>
      spelled.length > 0 && !name.endsWith('_date') && name !== 'cursor' && (place !== 'params' || door === 'its tool'),
  );
}

describe.each(Object.entries(doors))('by %s', (door, ask) => {
  const spelling = reading.filter((operation) => spelledAt(door, operation, {}).length > 0);

  it.each(spelling)('$id answers every spelling of an argument as the plain value', async (operation) => {
    const needed = { ...calls[operation.id](ids), ...('limit' in operation.query.shape && { limit: 2 }) };
    for (const { name, value, spelled } of spelledAt(door, operation, needed)) {
      const plain = await ask(operation, { ...needed, [name]: value });
      for (const spelt of spelled) {
        expect(await ask(operation, { ...needed, [name]: spelt }), `${name}: ${JSON.stringify(spelt)}`).toEqual(plain);
      }
    }
  });
});

describe('what is said to be nothing', () => {
  it.each(reading)('$id takes null and an empty text for each optional text as left out', async (operation) => {
    const needed = calls[operation.id](ids);
    const without = await byTool(operation, needed);
    const optional = argumentsOf(operation, {}).filter(({ name, isOptional }) => isOptional && !(name in needed));
    const nulls = Object.fromEntries(optional.map(({ name }) => [name, null]));
    expect(await byTool(operation, { ...needed, ...nulls })).toEqual(without);
    const texts = optional.filter(({ schema }) => schema.type === 'string').map(({ name }) => [name, '']);
    expect(await byTool(operation, { ...needed, ...Object.fromEntries(texts) })).toEqual(without);
  });

  it('clears where it is written and means so, and nothing else', async () => {
    const made = await callTool({
      at: at(),
      name: 'create_account',
      args: {
        platform: 'tiktok',
        username: 'nulls',
        category: 'food',
        scrape_interval_hours: '48',
        metadata: '{"a":"b"}',
      },
    });
    const { data } = z.object({ data: z.object({ id: z.string() }) }).parse(made.structure);
    const args = { account_id: data.id, category: null, metadata: null, is_active: null, scrape_interval_hours: null };
    const { structure } = await callTool({ at: at(), name: 'update_account', args });
    expect(structure).toMatchObject({
      data: { category: null, metadata: { a: 'b' }, is_active: true, scrape_interval_hours: 48 },
    });
  });
});

const bookkeeping = {
  toolCallId: 'call_x',
  sessionId: 's',
  session_id: 's',
  action: 'sendMessage',
  chatInput: 'hi',
  tool: 'list_accounts',
  _meta: { progressToken: 1 },
};

describe('a client’s own bookkeeping', () => {
  it.each([...catalog, ...apartTools].filter(({ hints }) => hints.readOnlyHint).map(({ name }) => name))(
    'is set aside by %s, which says so',
    async (name) => {
      const args = { ...calls[name](ids), ...bookkeeping };
      const { structure, text, isError } = await callTool({ at: at(), key: 'read', name, args });
      expect([isError, misfits(name, structure)], text).toEqual([false, []]);
      expect(structure.note).toMatch(/^Set aside, as no argument of this tool: toolCallId, sessionId, /);
      expect(JSON.parse(text).note).toBe(structure.note);
    },
  );

  it('is said of a call that fails too, and hides no typo', async () => {
    const args = { ...bookkeeping, platfrom: 'tiktok', orderBy: 'username', limt: 2 };
    const { structure } = await callTool({ at: at(), name: 'list_accounts', args });
    expect(structure).toMatchObject({
      code: 'VALIDATION_ERROR',
      note: expect.stringContaining('chatInput'),
      errors: [
        { field: 'platfrom', message: expect.stringContaining('platform') },
        { field: 'orderBy', message: expect.stringContaining('order_by') },
        { field: 'limt', message: expect.stringContaining('limit') },
      ],
    });
  });

  it('is not set aside in a body, where a name may be anybody’s', async () => {
    const server = at().server;
    const answer = await server.call('POST', '/v2/creators', {
      key: at().keys.write.fullKey,
      body: { name: 'n', sessionId: 's' },
    });
    expect([answer.status, answer.body.errors]).toEqual([
      422,
      [{ field: 'sessionId', message: 'is not a known field' }],
    ]);
  });
});

describe('columns', () => {
  it.each(['id,username', ' id , username', '["id","username"]', ['id', 'username']])(
    'are taken as %j',
    async (fields) => {
      const { structure } = await callTool({ at: at(), name: 'list_accounts', args: { limit: 1, fields } });
      const [row] = z.object({ data: z.array(z.record(z.string(), z.unknown())) }).parse(structure).data;
      expect(Object.keys(row ?? {})).toEqual(['id', 'username']);
    },
  );

  it.each([null, '', [], '[]'])('are all of them for %j', async (fields) => {
    const { structure } = await callTool({ at: at(), name: 'list_accounts', args: { limit: 1, fields } });
    const [row] = z.object({ data: z.array(z.record(z.string(), z.unknown())) }).parse(structure).data;
    expect(Object.keys(row ?? {}).length).toBeGreaterThan(20);
  });
});
