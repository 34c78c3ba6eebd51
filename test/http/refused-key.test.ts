import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type KeyPlace, RawKey } from '../../src/contract/presented-key.ts';
import type { Principal } from '../../src/contract/principal.ts';
import type { ProblemCode } from '../../src/contract/problem.ts';
import { Exchange } from '../../src/http/exchange.ts';
import { type RefusedKey, refusalOf, refusedKey } from '../../src/http/refused-key.ts';

const sent = (text: string, place: KeyPlace = 'x-api-key') => ({ kind: 'key', key: new RawKey(text), place }) as const;
const owner = { organizationId: 'an organization', keyId: 'a key' };

describe('of a refused key is remembered', () => {
  it('nothing, if it does not begin as our keys do', () => {
    expect(refusedKey(sent('hunter2'), { kind: 'unknown' })).toBeNull();
  });

  it('where it was sent and no more of it than a mask shows, if it belongs to nobody', () => {
    const text = `ca_live_abcd${'-'.repeat(41)}wxyz`;
    const remembered = refusedKey(sent(text, 'url'), { kind: 'unknown' });
    expect(remembered).toEqual({
      kind: 'unknown',
      place: 'url',
      ends: { start: 'ca_live_abcd', end: 'wxyz', length: 57 },
    });
  });

  it.each(['disabled', 'expired', 'suspended'] as const)('whose it is, where it is %s', (kind) => {
    expect(refusedKey(sent('ca_live_x'), { kind, key: owner })).toEqual({
      kind: 'known',
      place: 'x-api-key',
      why: kind,
      key: owner,
    });
    // The upstream alone knows whose it is.
    expect(refusedKey(sent('ca_live_x'), { kind, key: null })).toBeNull();
  });
});

const principal = (urlKeys: Principal['urlKeys']): Principal => ({
  ...owner,
  organizationName: 'O',
  keyName: 'K',
  scopes: ['read'],
  expiresAt: null,
  urlKeys,
  holdsSampleData: false,
});

describe('an organization is told of a refusal', () => {
  function told(facts: {
    refusedKey?: RefusedKey;
    principal?: Principal;
    keyPlace?: KeyPlace;
    code?: ProblemCode | null;
  }) {
    const request = new IncomingMessage(new Socket());
    return refusalOf(Object.assign(new Exchange(request, new ServerResponse(request), 0), facts));
  }

  it('not where nothing was refused, or the key is nobody’s', () => {
    expect(told({})).toBeNull();
    const ends = { start: 'ca_live_abcd', end: 'wxyz', length: 57 };
    expect(told({ refusedKey: { kind: 'unknown', place: 'url', ends }, code: 'UNAUTHORIZED' })).toBeNull();
  });

  it('where its key no longer works', () => {
    const known = { kind: 'known', place: 'url', why: 'expired', key: owner } as const;
    expect(told({ refusedKey: known, code: 'FORBIDDEN' })).toBe(known);
  });

  it('where its key came in a URL that it forbids, and for that reason only', () => {
    const forbidden = { principal: principal('forbid'), keyPlace: 'url', code: 'FORBIDDEN' } as const;
    const refusal = told(forbidden);
    expect(refusal).toMatchObject({ key: owner, place: 'url', why: 'url_forbidden' });
    for (const other of [
      { principal: principal('allow') },
      { principal: principal('read_only') },
      { keyPlace: 'x-api-key' },
      { keyPlace: 'authorization' },
      { code: null },
      { code: 'INSUFFICIENT_SCOPE' },
      { code: 'RATE_LIMITED' },
    ] as const) {
      expect(told({ ...forbidden, ...other })).toBeNull();
    }
  });
});
