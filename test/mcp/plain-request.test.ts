import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifiedRoute } from '../../src/mcp/sdk/classify.ts';
import { plainRoute } from '../../src/mcp/sdk/plain-request.ts';
import type { ProtocolHeaders } from '../../src/mcp/sdk/route.ts';
import { expectProvenSdk } from './proven-sdk.ts';

const versionKey = 'io.modelcontextprotocol/protocolVersion';
const clientKey = 'io.modelcontextprotocol/clientInfo';
const capabilitiesKey = 'io.modelcontextprotocol/clientCapabilities';

const version = fc.constantFrom('2026-07-28', '2025-11-25', '2024-11-05', '1999-01-01', '2031-01-01');
const method = fc.constantFrom(
  'tools/list',
  'tools/call',
  'initialize',
  'server/discover',
  'ping',
  'no/such',
  'resources/read',
);
const odd = fc.oneof(fc.anything(), fc.constant({}), fc.constant(null), fc.constant('x'));
const name = fc.constantFrom('get_help', 'list_accounts', ' get_help');

/** A part as it should be, most often, else left out or wrong. */
const mostly = <T>(good: fc.Arbitrary<T>) =>
  fc.oneof(
    { arbitrary: good, weight: 6 },
    { arbitrary: fc.constant(undefined), weight: 2 },
    { arbitrary: odd, weight: 1 },
  );

const meta = fc.record(
  {
    [versionKey]: mostly(version),
    [clientKey]: mostly(fc.constant({ name: 'c', version: '1' })),
    [capabilitiesKey]: mostly(fc.constant({})),
    progressToken: fc.oneof(fc.constant(undefined), odd),
  },
  { requiredKeys: [] },
);
const params = fc.record(
  { _meta: mostly(meta), name: mostly(name), uri: mostly(name), arguments: odd },
  { requiredKeys: [] },
);
const body = fc.record(
  {
    jsonrpc: mostly(fc.constant('2.0')),
    id: mostly(fc.oneof(fc.integer(), fc.string())),
    method: mostly(method),
    params: mostly(params),
    result: fc.oneof(fc.constant(undefined), odd),
  },
  { requiredKeys: [] },
);
const header = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const headers: fc.Arbitrary<ProtocolHeaders> = fc.record({
  version: header(version),
  method: header(method),
  name: header(name),
});

describe('the short way', () => {
  it('is proven equal for the very version of the SDK that is installed', expectProvenSdk);

  it('never disagrees with the classifier', () => {
    let taken = 0;
    fc.assert(
      fc.property(body, headers, (given, sent) => {
        // As it comes over the wire: no undefined, no symbols.
        const parsed: unknown = JSON.parse(
          JSON.stringify(given, (_key, value) => (typeof value === 'bigint' ? 1 : value)),
        );
        const plain = plainRoute(parsed, sent);
        if (plain === null) return;
        taken += 1;
        expect(plain).toEqual(classifiedRoute(parsed, sent));
      }),
      { numRuns: 5_000, seed: 20261124 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it('is taken by correct clients of both eras', () => {
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'get_help', arguments: {} } };
    expect(plainRoute(call, { version: '2025-06-18', method: undefined, name: undefined })).toMatchObject({
      era: 'legacy',
    });
    const _meta = { [versionKey]: '2026-07-28', [clientKey]: { name: 'c', version: '1' }, [capabilitiesKey]: {} };
    const modern = { ...call, params: { ...call.params, _meta } };
    expect(plainRoute(modern, { version: '2026-07-28', method: 'tools/call', name: 'get_help' })).toMatchObject({
      era: 'modern',
    });
  });
});
