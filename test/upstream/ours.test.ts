import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApiDocument } from '../../src/api/openapi/document.ts';
import { innermost } from '../../src/contract/layers.ts';
import { type AnyOperation, allOperations } from '../../src/contract/operations.ts';
import { isOurs, ours, ourValuesOf, withOurValues } from '../../src/contract/ours.ts';
import { Problem } from '../../src/contract/problem.ts';
import { rawInputOf } from '../../src/mcp/call/operation-arguments.ts';
import { notOffered } from '../../src/upstream/answers/remote-problem.ts';
import { listedIn } from '../../src/upstream/offer/document.ts';
import { offerBy } from '../../src/upstream/offer/offer.ts';
import { outboundInput } from '../../src/upstream/offer/outbound-input.ts';
import { ask, callTool } from '../mcp/ask.ts';
import type { McpServer } from '../mcp/mcp-server.ts';
import { calls } from '../mcp/workable-calls.ts';
import { ids } from './dialects/documented.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { answer, startHostile } from './hostile.ts';

const { paths } = openApiDocument({ apiUrl: 'https://x.example', version: '1', dataFrom: 'own store' });
const remote = allOperations.filter(({ group }) => group !== 'meta');

interface Field {
  operation: AnyOperation;
  name: string;
  /** A value of it that is ours, and not its default. */
  value: unknown;
}

/** Values to give a field that is ours, by its schema. */
function sampleOf(field: z.core.$ZodType): unknown {
  const inner = innermost(field);
  const fallback = z.safeParse(field, undefined).data;
  const tries: unknown[] = [
    ...(inner instanceof z.ZodEnum ? inner.options : []),
    'text',
    '2026-11-01',
    'Europe/Berlin',
    ids.account,
    7,
    true,
    false,
    ['text'],
    [7],
    {},
  ];
  return tries.find((value) => value !== fallback && z.safeParse(field, value).success);
}

const shapeOf = (schema: z.ZodType) => (schema instanceof z.ZodObject ? Object.entries(schema.shape) : []);
const fieldsOf = ({ query, body }: AnyOperation) => [...shapeOf(query), ...shapeOf(body)];

/** Every parameter, every value of an enum and every option of a union that is marked as ours. */
const marked: Field[] = remote.flatMap((operation) =>
  fieldsOf(operation).flatMap(([name, field]) => {
    if (isOurs(field)) return [{ operation, name, value: sampleOf(field) }];
    const values = ourValuesOf(field).map((value) => ({ operation, name, value }));
    const inner = innermost(field);
    const element = inner instanceof z.ZodArray ? innermost(inner.element) : null;
    const options = element instanceof z.ZodUnion ? element.options.filter(isOurs) : [];
    return [...values, ...options.map((option) => ({ operation, name, value: [sampleOf(option)] }))];
  }),
);
const cases = marked.map(
  (field) => [`${field.operation.id} ${field.name}=${JSON.stringify(field.value)}`, field] as const,
);

async function startBefore(document: unknown): Promise<{ gateway: Gateway; mcp: McpServer }> {
  const upstream = await startHostile();
  upstream.document = document;
  upstream.behave = (_, response) => answer(response, 404, { code: 'NOT_FOUND', detail: 'Asked.' });
  const gateway = await startGateway(upstream);
  const key = { fullKey: gateway.key, keyId: 'key' };
  const mcp = { server: gateway.server, url: `${gateway.server.url}/mcp`, keys: { read: key, write: key } };
  return { gateway, mcp };
}

function restCall({ gateway }: { gateway: Gateway }, operation: AnyOperation, args: Record<string, unknown>) {
  const { params, query, body } = rawInputOf(operation, args);
  const target = `/v2${operation.path.replace(/\{(\w+)\}/g, (_, param: string) => String(params[param]))}`;
  const search = new URLSearchParams(Object.entries(query).map(([key, value]): [string, string] => [key, `${value}`]));
  return gateway.server.call(operation.method, `${target}?${search}`, {
    key: gateway.key,
    ...(body !== undefined && { body }),
  });
}

it('something of each kind is marked, or this file would show nothing', () => {
  expect(marked.map(({ name }) => name)).toEqual(expect.arrayContaining(['q', 'order_direction', 'video_ids']));
  expect(marked.filter(({ value }) => value === undefined)).toEqual([]);
});

describe('before an upstream without a document', () => {
  let before: Awaited<ReturnType<typeof startBefore>>;
  beforeAll(async () => {
    before = await startBefore(null);
  });
  afterAll(() => before.gateway.server.stop());

  it.each(cases.filter(([, { operation }]) => operation.ours === undefined))(
    '%s is refused and never sent',
    async (_title, { operation, name, value }) => {
      const args = { ...calls[operation.id](ids), [name]: value };
      const { status, body } = await restCall(before, operation, args);
      expect([status, body.code, body.errors[0].field]).toEqual([422, 'VALIDATION_ERROR', name]);
      expect(body.detail).toMatch(/the upstream API (lists|does not list)/);
      const { structure } = await callTool({ at: before.mcp, name: operation.id, args });
      expect(structure).toMatchObject({ code: 'VALIDATION_ERROR', errors: [{ field: name }] });
      expect(before.gateway.upstream.received).toEqual([]);
    },
  );

  it.each(remote.filter((operation) => operation.ours !== undefined))(
    '$id is a 404 with the reason, and no tool',
    async (operation) => {
      const { status, body } = await restCall(before, operation, calls[operation.id](ids));
      expect([status, body.code, body.detail]).toEqual([404, 'NOT_FOUND', notOffered(operation).detail]);
      expect(before.gateway.upstream.received).toEqual([]);
      const { body: listed } = await ask({ at: before.mcp, search: '?tools=all', method: 'tools/list' });
      expect(JSON.stringify(listed.result)).not.toContain(`"name":"${operation.id}"`);
    },
  );

  it('no tool shows an argument that is not taken', async () => {
    const { body } = await ask({ at: before.mcp, search: '?tools=all', method: 'tools/list' });
    const shape = z.object({
      tools: z.array(
        z.object({ name: z.string(), inputSchema: z.looseObject({ properties: z.record(z.string(), z.unknown()) }) }),
      ),
    });
    const shown = new Map(
      shape.parse(body.result).tools.map(({ name, inputSchema }) => [name, inputSchema.properties]),
    );
    for (const { operation, name } of marked) {
      const field = Object.fromEntries(fieldsOf(operation))[name];
      if (field !== undefined && isOurs(field)) expect(Object.keys(shown.get(operation.id) ?? {})).not.toContain(name);
    }
  });
});

describe('before an upstream that lists what is ours', () => {
  let before: Awaited<ReturnType<typeof startBefore>>;
  beforeAll(async () => {
    before = await startBefore({ paths });
  });
  afterAll(() => before.gateway.server.stop());

  it.each(cases.filter(([, { operation }]) => operation.ours !== 'own_store'))(
    '%s is sent',
    async (_title, { operation, name, value }) => {
      before.gateway.upstream.received.length = 0;
      const { status, body } = await restCall(before, operation, { ...calls[operation.id](ids), [name]: value });
      expect([status, body.detail]).toEqual([404, 'Asked.']);
      const [sent] = before.gateway.upstream.received;
      const query = new URLSearchParams(sent?.target.split('?')[1]);
      const inBody = sent?.body === '' ? undefined : JSON.parse(sent?.body ?? 'null')?.[name];
      expect(query.get(name) ?? inBody).toEqual(value);
    },
  );
});

describe('a parameter of v2 that the document of the upstream does not list', () => {
  let before: Awaited<ReturnType<typeof startBefore>>;
  beforeAll(async () => {
    const limit = { name: 'limit', in: 'query', schema: { type: 'integer' } };
    before = await startBefore({
      paths: {
        '/accounts': {
          parameters: [{ $ref: '#/components/parameters/Limit' }],
          get: { parameters: [] },
          post: {
            requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/New' } } } },
          },
        },
      },
      components: {
        parameters: { Limit: limit },
        schemas: {
          New: { allOf: [{ properties: { platform: {} } }, { type: 'object', properties: { username: {} } }] },
        },
      },
    });
  });
  afterAll(() => before.gateway.server.stop());

  it.each([
    ['?limit=7', 404],
    ['?category=food', 422],
    ['?limit=50&include_total=false', 404],
  ])('is never sent in a query: %s', async (search, status) => {
    const { server, key } = before.gateway;
    const answered = await server.call('GET', `/v2/accounts${search}`, { key });
    expect(answered.status).toBe(status);
    if (status === 422) expect(answered.body.errors).toEqual([{ field: 'category', message: expect.any(String) }]);
  });

  it('is never sent in a body, nor is its default', async () => {
    const { server, key, upstream } = before.gateway;
    upstream.received.length = 0;
    const body = { platform: 'tiktok', username: 'ana' };
    await server.call('POST', '/v2/accounts', { key, body });
    expect(JSON.parse(upstream.received[0]?.body ?? '')).toEqual(body);
    const refused = await server.call('POST', '/v2/accounts', { key, body: { ...body, category: 'food' } });
    expect([refused.status, refused.body.errors[0].field]).toEqual([422, 'category']);
    expect(upstream.received).toHaveLength(1);
  });
});

describe('the marks', () => {
  const kind = withOurValues(z.enum(['7d', 'month']), ['month']);
  const operation = {
    query: z.strictObject({ period: kind.optional(), also: ours(z.string()).optional(), plain: z.string().optional() }),
    body: z.null(),
  };
  const sent = (query: object, listed?: Parameters<typeof outboundInput>[2]) =>
    outboundInput(operation, { query, body: null }, listed).query;

  it('hold for a value of an enum, wherever the mark stands among the wrappers', () => {
    expect(sent({ period: '7d' })).toEqual({ period: '7d' });
    expect(() => sent({ period: 'month' })).toThrow(Problem);
    const listing = (values: string[]) => ({ query: new Map([['period', { enum: values }]]), body: null });
    expect(sent({ period: 'month' }, listing(['7d', 'month']))).toEqual({ period: 'month' });
    expect(() => sent({ period: 'month' }, listing(['7d']))).toThrow(/period/);
    expect(isOurs(ours(z.string()).optional().nullable())).toBe(true);
    expect(isOurs(ours(z.string()).meta({ description: 'x' }))).toBe(true);
  });

  it('do not spread to other places of the same schema', () => {
    const shared = z.string();
    ours(shared);
    expect(isOurs(shared)).toBe(false);
  });

  it('take what works on a store of its own away, whatever a document lists', () => {
    const reason = notOffered({ method: 'POST', path: '/query', ours: 'own_store' }).detail;
    expect(reason).toMatch(/data of this server's own/);
    const offer = offerBy(listedIn({ paths }, '/v2') ?? null);
    const own = remote.filter(({ ours: mark }) => mark === 'own_store').map(({ id }) => id);
    expect([...offer.lacking]).toEqual(own);
  });

  it('are read of a document that leads into itself without hanging', () => {
    const loop = { anyOf: Array.from({ length: 30 }, () => ({ $ref: '#/components/schemas/Loop' })) };
    const document = {
      paths: { '/accounts': { post: { requestBody: { content: { 'application/json': { schema: loop } } } } } },
      components: { schemas: { Loop: loop } },
    };
    expect(() => listedIn(document, '/v2')).toThrow(/into itself/);
  });
});
