import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../src/api/openapi/example.ts';
import { jsonSchema } from '../../src/contract/json-schema.ts';
import { type AnyOperation, allOperations } from '../../src/contract/operations.ts';
import { testServer } from '../server/test-server.ts';

/** Rules that hold for every operation, so that the next one cannot forget them (contract §1). */

const at = testServer({ RATE_LIMIT_PER_MINUTE: '100000' });
let admin = '';
let reader = '';
const ids: Record<string, string> = {};

beforeAll(async () => {
  const server = at();
  admin = await server.key();
  reader = await server.key({ scopes: ['read'] });
  const made = (path: string, body: unknown) => server.call('POST', path, { key: admin, body });
  const creator = await made('/v2/creators', { name: 'Ana' });
  const account = await made('/v2/accounts', { platform: 'instagram', username: 'ana.bakes' });
  const video = await made('/v2/videos', { platform: 'tiktok', identifier: '7301234567890123456' });
  ids.creator_id = creator.body.data.id;
  ids.account_id = account.body.data.id;
  ids.video_id = video.body.data.id;
});

const keyed = allOperations.filter(({ scope }) => scope !== 'open');
const reads = allOperations.filter(({ method }) => method === 'GET');

/** An operation's path: with the ids of our things, or with others'. */
function pathOf({ path }: AnyOperation, given: Record<string, string> = ids): string {
  return `/v2${path.replace(/\{(\w+)\}/g, (_, name: string) => given[name] ?? unknownPart(name))}`;
}

function unknownPart(name: string): string {
  if (name === 'platform') return 'instagram';
  return name === 'account_video_id' ? '987654321' : randomUUID();
}

function bodyOf({ body }: AnyOperation): unknown {
  const schema = jsonSchema(body, 'input');
  if (schema.type === 'null') return undefined;
  const example: Record<string, unknown> = { ...Object(exampleOf(schema, '', () => ({}))) };
  const { start_date, end_date, creator_id, ...rest } = example;
  return rest;
}

describe('without a key', () => {
  it.each(keyed)('$id answers 401', async (operation) => {
    const answer = await at().call(operation.method, pathOf(operation), { body: bodyOf(operation) });
    expect([answer.status, answer.body.code]).toEqual([401, 'UNAUTHORIZED']);
  });

  it.each(allOperations.filter(({ scope }) => scope === 'open'))('$id is open', async (operation) => {
    expect((await at().call('GET', pathOf(operation))).status).toBe(200);
  });
});

describe('a key with scope read', () => {
  it.each(keyed.filter(({ scope }) => scope === 'write'))(
    'is refused by $id before anything else',
    async (operation) => {
      const answer = await at().call(operation.method, pathOf(operation), { key: reader, rawBody: 'no JSON' });
      expect([answer.status, answer.body.code]).toEqual([403, 'INSUFFICIENT_SCOPE']);
      expect(answer.body.detail).toContain('scope write; this key has read');
    },
  );

  it.each(keyed.filter(({ scope, method }) => scope === 'read' && method === 'POST'))('may $id', async (operation) => {
    const answer = await at().call('POST', pathOf(operation), { key: reader, body: bodyOf(operation) });
    expect(answer.status).toBe(200);
  });
});

describe('an id in a path', () => {
  it.each(keyed.filter(({ path }) => /\{\w+_id\}/.test(path)))('malformed, answers $id with 404', async (operation) => {
    for (const bad of ['..%2f..%2fwhoami', '%2e%2e', "1'or'1'='1", 'ca_live_0000', '%00', '-1', '1e3']) {
      const path = `/v2${operation.path.replace(/\{\w+_id\}/g, bad).replace('{platform}', 'instagram')}`;
      const answer = await at().call(operation.method, path, { key: admin, body: bodyOf(operation) });
      expect([bad, answer.status]).toEqual([bad, 404]);
    }
  });
});

/** A typo is told with the word that was meant, where there is one like it. */
const notKnown = (likely: string | null) => `is not a known field${likely === null ? '' : `; did you mean ${likely}?`}`;

describe('unknown fields', () => {
  it.each(allOperations)('in the query of $id are named', async (operation) => {
    const path = `${pathOf(operation)}?limitt=5`;
    const answer = await at().call(operation.method, path, { key: admin, body: bodyOf(operation) });
    expect([answer.status, answer.body.code]).toEqual([422, 'VALIDATION_ERROR']);
    const likely = 'limit' in operation.query.shape ? 'limit' : null;
    expect(answer.body.errors).toContainEqual({ field: 'limitt', message: notKnown(likely) });
  });

  it.each(allOperations.filter((operation) => bodyOf(operation) !== undefined))(
    'in the body of $id are named',
    async (operation) => {
      const body = { ...Object(bodyOf(operation)), usrname: 'x' };
      const likely = 'username' in body ? 'username' : null;
      const answer = await at().call(operation.method, pathOf(operation), { key: admin, body });
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toContainEqual({ field: 'usrname', message: notKnown(likely) });
    },
  );
});

describe('every GET', () => {
  it.each(reads.filter(({ path }) => !path.includes('account_video_id')))(
    '$id has a strong ETag and answers 304 and HEAD',
    async (operation) => {
      const path = pathOf(operation);
      const first = await at().call('GET', path, { key: admin });
      const etag = first.headers.get('etag') ?? '';
      expect(first.status).toBe(200);
      expect(etag).toMatch(/^"[\w-]+"$/);
      const again = await at().call('GET', path, { key: admin, headers: { 'If-None-Match': `"other", W/${etag}` } });
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
      const head = await at().call('HEAD', path, { key: admin });
      expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', etag]);
      expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(first.text)));
    },
  );
});

describe('wherever a key is checked', () => {
  it.each(keyed)('$id tells the rate limit', async (operation) => {
    const answer = await at().call(operation.method, pathOf(operation, {}), { key: reader, body: bodyOf(operation) });
    expect(answer.headers.get('x-ratelimit-limit')).toBe('100000');
    expect(Number(answer.headers.get('x-ratelimit-remaining'))).toBeLessThan(100_000);
    expect(Number(answer.headers.get('x-ratelimit-reset')) * 1000).toBeGreaterThan(Date.now());
  });
});

describe('negotiation', () => {
  it.each(allOperations)('$id refuses an Accept without JSON', async (operation) => {
    const headers = { Accept: 'text/html, application/json;q=0' };
    const answer = await at().call(operation.method, pathOf(operation), {
      key: admin,
      body: bodyOf(operation),
      headers,
    });
    expect([answer.status, answer.body.code]).toEqual([406, 'NOT_ACCEPTABLE']);
  });

  it.each(allOperations.filter((operation) => bodyOf(operation) !== undefined))(
    '$id refuses a body that is not JSON, too large or malformed',
    async (operation) => {
      const send = (rawBody: string, type: string) =>
        at().call(operation.method, pathOf(operation), { key: admin, rawBody, headers: { 'Content-Type': type } });
      expect((await send('{}', 'text/plain')).body.code).toBe('UNSUPPORTED_MEDIA_TYPE');
      expect((await send('{"a":', 'application/json')).body.code).toBe('BAD_REQUEST');
      const limit = operation.bodyLimits?.bytes ?? 1024 * 1024;
      expect((await send(' '.repeat(limit + 1), 'application/json')).body.code).toBe('PAYLOAD_TOO_LARGE');
    },
  );

  it('names what a path takes where the method is another', async () => {
    const paths = new Set(allOperations.map(({ path }) => path));
    for (const path of paths) {
      const methods = allOperations.filter((operation) => operation.path === path).map(({ method }) => method);
      const answer = await at().call('OPTIONS', `/v2${path.replace(/\{\w+\}/g, 'x')}`);
      const allowed = answer.headers.get('allow')?.split(', ') ?? [];
      const expected = methods.some((method) => method === 'GET') ? [...methods, 'HEAD'] : methods;
      expect([path, answer.status, allowed.sort()]).toEqual([path, 405, [...expected].sort()]);
    }
  });
});
