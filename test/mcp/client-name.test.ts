import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientName } from '../../src/mcp/protocol/client-name.ts';
import { clientInfoKey } from '../../src/mcp/sdk/names.ts';

const initialize = (clientInfo: unknown) => ({ method: 'initialize', params: { clientInfo } });
const inEnvelope = (clientInfo: unknown) => ({
  method: 'tools/list',
  params: { _meta: { [clientInfoKey]: clientInfo } },
});

describe('the name of a client', () => {
  it('is null if the client gives none', () => {
    for (const message of [undefined, null, 'x', 1, [], {}, { params: null }, { params: 'x' }, { params: {} }]) {
      expect(clientName(message, undefined)).toBeNull();
    }
    for (const info of [undefined, null, 'x', [], {}, { name: 1 }, { version: '1' }, { name: '' }, { name: '?' }]) {
      expect(clientName(initialize(info), undefined)).toBeNull();
      expect(clientName(inEnvelope(info), undefined)).toBeNull();
    }
    expect(clientName(undefined, '')).toBeNull();
    expect(clientName({ params: { _meta: null } }, undefined)).toBeNull();
    expect(clientName({ params: { _meta: {} } }, undefined)).toBeNull();
  });

  it('is what the client calls itself, or else the first word of its User-Agent', () => {
    for (const message of [initialize, inEnvelope]) {
      expect(clientName(message({ name: 'claude-code', version: '2.1' }), 'node/24')).toBe('claude-code/2.1');
      expect(clientName(message({ name: 'claude-code' }), 'node/24')).toBe('claude-code');
      expect(clientName(message({ name: 'claude-code', version: 2 }), undefined)).toBe('claude-code');
      expect(clientName(message({}), 'node/24 (linux)')).toBe('node/24');
    }
    expect(clientName(undefined, 'Zed/1.2 (linux; x64)')).toBe('Zed/1.2');
    const both = { params: { ...initialize({ name: 'one' }).params, ...inEnvelope({ name: 'other' }).params } };
    expect(clientName(both, undefined)).toBe('other');
  });

  it('is in plain characters, and at most 64 of them', () => {
    expect(clientName(initialize({ name: ' my "client"\n\u202e\u0000<b>é ' }), undefined)).toBe('my clientb');
    expect(clientName(initialize({ name: 'a.b+c/d_e-f g' }), undefined)).toBe('a.b+c/d_e-f g');
    expect(clientName(initialize({ name: 'x'.repeat(300) }), undefined)).toBe('x'.repeat(64));
    // No more of it is looked at than could matter.
    expect(clientName(initialize({ name: `${'é'.repeat(128)}x` }), undefined)).toBeNull();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(clientName(initialize({ name }), undefined) ?? 'x').toMatch(/^[\w.+/-]([\w.+/ -]{0,62}[\w.+/-])?$/);
      }),
    );
  });

  it('holds no key, nor a part of one', () => {
    const key = `ca_live_${'a'.repeat(49)}`;
    expect(clientName(undefined, key)).toBeNull();
    expect(clientName(initialize({ name: `me ${key} you`, version: key }), undefined)).toBe('me  you/');
    expect(clientName(initialize({ name: `ca_li\u200bve_${'a'.repeat(49)}` }), undefined)).toBeNull();
    expect(clientName(initialize({ name: `${key}${key}` }), undefined)).toBeNull();
    expect(clientName(initialize({ name: `${'x'.repeat(70)}${key}` }), undefined)).toBe('x'.repeat(64));
  });

  it('stays the same, however many other names were asked for in between', () => {
    for (let n = 0; n < 1_100; n += 1)
      expect(clientName(initialize({ name: `client ${n}!` }), undefined)).toBe(`client ${n}`);
    for (let n = 0; n < 1_100; n += 1)
      expect(clientName(initialize({ name: `client ${n}!` }), undefined)).toBe(`client ${n}`);
  });
});
