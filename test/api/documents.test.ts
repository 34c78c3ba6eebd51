import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { allOperations } from '../../src/contract/operations.ts';
import { testServer } from '../server/test-server.ts';
import type { Json } from '../server/wire.ts';

const at = testServer();
let document: Json;
beforeAll(async () => {
  document = (await at().call('GET', '/v2/openapi.json')).body;
});

describe('/v2/openapi.json', () => {
  it('is valid OpenAPI 3.1 to a validator that is not ours', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect([valid, errors]).toEqual([true, undefined]);
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(document.servers).toEqual([{ url: `${at().url}/v2` }]);
  });

  it('describes every operation with its scope and its problems', () => {
    const described = Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
      Object.entries<Json>(methods).map(([method, { operationId }]) => `${method} ${path} ${operationId}`),
    );
    expect(described.sort()).toEqual(
      [
        ...allOperations.map(({ id, method, path }) => `${method.toLowerCase()} ${path} ${id}`),
        'get /exports/{link} open_export_link',
      ].sort(),
    );
    for (const { id, method, path, scope } of allOperations) {
      const operation = document.paths[path][method.toLowerCase()];
      expect([id, operation['x-required-scope']]).toEqual([id, scope === 'open' ? undefined : scope]);
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['422', '500', '503']));
    }
  });

  it('shows an example of every body and answer that its own schema allows', () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema(document, 'openapi');
    const examples = Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
      Object.entries<Json>(methods).flatMap(([method, operation]) => {
        const contents = [
          ['requestBody', operation.requestBody],
          ...Object.entries(operation.responses).map(([status, answer]) => [`responses/${status}`, answer]),
        ];
        return contents
          .map(([where, holder]) => ({ where: `${path.replaceAll('/', '~1')}/${method}/${where}`, holder }))
          .filter(({ holder }) => holder?.content?.['application/json'] !== undefined);
      }),
    );
    expect(examples.length).toBeGreaterThan(allOperations.length);
    for (const { where, holder } of examples) {
      const validate = ajv.compile({ $ref: `openapi#/paths/${where}/content/application~1json/schema` });
      const { example } = holder.content['application/json'];
      expect([where, example !== undefined, validate(example), validate.errors]).toEqual([where, true, true, null]);
    }
  });

  it('is open, has an ETag, and takes GET only', async () => {
    const answer = await at().call('GET', '/v2/openapi.json');
    const headers = { 'If-None-Match': answer.headers.get('etag') ?? '' };
    expect((await at().call('GET', '/v2/openapi.json', { headers })).status).toBe(304);
    expect((await at().call('POST', '/v2/openapi.json')).headers.get('allow')).toBe('GET, HEAD');
    expect((await at().call('GET', '/v2/openapi.json', { headers: { Accept: 'text/html' } })).status).toBe(406);
  });
});

it.each(['/v2/openapi.json', '/v2/docs', '/v2/health'])('%s takes no query', async (path) => {
  const answer = await at().call('GET', `${path}?x=1&y=`);
  const errors = ['x', 'y'].map((field) => ({ field, message: 'is not a known field' }));
  expect([answer.status, answer.body.errors]).toEqual([422, errors]);
  expect((await at().call('GET', `${path}?`)).status).toBe(200);
});

it('has no default in a named schema: generators take a field with one for always there, but in a request', async () => {
  const { body: document } = await at().call('GET', '/v2/openapi.json');
  expect(JSON.stringify(document.paths)).toContain('"default":24');
  expect(JSON.stringify(document.components)).not.toContain('"default":');
  const inUnions = JSON.stringify(document).match(/"anyOf":\[[^\]]*"default"/g);
  expect(inUnions).toBeNull();
});

describe('/v2/docs', () => {
  it('is a page that loads and runs nothing, and may not', async () => {
    const { status, headers, text } = await at().call('GET', '/v2/docs', { headers: { Accept: 'text/html' } });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).not.toMatch(/<(script|link|img|iframe|object|embed|form|base)\b|@import|url\(|\son\w+=|\sstyle=/i);
    const [policy, styles] = [headers.get('content-security-policy') ?? '', text.match(/<style>/g)];
    expect([policy.startsWith("default-src 'none'; style-src 'sha256-"), styles]).toEqual([true, ['<style>']]);
    const addresses = [...text.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address]) => address ?? '');
    expect(addresses.every((address) => address.startsWith('#') || address === 'openapi.json')).toBe(true);
  });

  it('shows every operation, and every link in it leads somewhere', async () => {
    const { text } = await at().call('GET', '/v2/docs');
    for (const { id, path, summary } of allOperations) {
      expect(text).toContain(`<article id="${id}"`);
      expect(text).toContain(path);
      expect(text).toContain(summary);
    }
    const ids = new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
    const targets = [...text.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target);
    expect(targets.filter((target) => !ids.has(target))).toEqual([]);
    expect(ids.size).toBe([...text.matchAll(/\sid="/g)].length);
  });
});
