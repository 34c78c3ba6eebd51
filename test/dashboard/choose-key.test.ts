import { describe, expect, it } from 'vitest';
import { chooseKey, withSuccessors } from '../../src/dashboard/connect/choose-key.ts';
import type { ShownKey } from '../../src/dashboard/contract/api-keys.ts';

const key = (id: string, facts: Partial<ShownKey> = {}): ShownKey => ({
  type: 'api_key',
  id,
  name: id,
  masked_key: 'ca_live_abcd…wxyz',
  scopes: ['read', 'write'],
  status: 'enabled',
  expired: false,
  last_used_at: null,
  last_used_client: null,
  last_used_place: null,
  used_within_24h: false,
  created_at: '2026-11-24T12:00:00.000Z',
  created_by: 'cli',
  creator_left: false,
  expires_at: null,
  fillable: true,
  replaced_by: null,
  ...facts,
});

const none = () => false;

const useless: readonly [string, Partial<ShownKey>][] = [
  ['is disabled', { status: 'disabled' }],
  ['has expired', { expired: true }],
  ['has no sealed copy', { fillable: false }],
  ['was replaced', { replaced_by: 'another' }],
];

describe('a key that', () => {
  it.each(useless)('%s is not filled in: the person decides', (_what, facts) => {
    expect(chooseKey([key('a', facts)], { readOnly: false, recovery: true, isMadeFor: none })).toEqual({ kind: 'ask' });
    expect(chooseKey([key('a', facts), key('b')], { readOnly: false, recovery: true, isMadeFor: none })).toEqual({
      kind: 'fill',
      keyId: 'b',
    });
  });

  it.each(useless)('%s is not filled in where only reading is wanted: one is made', (_what, facts) => {
    const keys = [key('a', { scopes: ['read'], ...facts })];
    expect(chooseKey(keys, { readOnly: true, recovery: true, isMadeFor: () => true })).toEqual({ kind: 'make' });
  });
});

describe('the key that is filled in', () => {
  it('is the newest that works', () => {
    expect(chooseKey([key('b'), key('a')], { readOnly: false, recovery: true, isMadeFor: none })).toEqual({
      kind: 'fill',
      keyId: 'b',
    });
  });

  it('can only read and is of no other client, where no more is wanted', () => {
    const isMadeFor = (id: string) => id === 'c' || id === 'a';
    const keys = [key('c'), key('b', { scopes: ['read'] }), key('a', { scopes: ['read'] })];
    expect(chooseKey(keys, { readOnly: true, recovery: true, isMadeFor })).toEqual({ kind: 'fill', keyId: 'a' });
    expect(chooseKey(keys, { readOnly: true, recovery: true, isMadeFor: none })).toEqual({ kind: 'make' });
    expect(chooseKey([key('c')], { readOnly: true, recovery: true, isMadeFor })).toEqual({ kind: 'make' });
  });

  it('is made where there is none, or where no copies are kept', () => {
    expect(chooseKey([], { readOnly: false, recovery: true, isMadeFor: none })).toEqual({ kind: 'make' });
    expect(chooseKey([key('a', { fillable: false })], { readOnly: false, recovery: false, isMadeFor: none })).toEqual({
      kind: 'make',
    });
  });

  it('is one that was made for this very client, before any newer one; the newest of those', () => {
    const isMadeFor = (id: string) => id === 'b' || id === 'a';
    const keys = [key('c'), key('b'), key('a')];
    expect(chooseKey(keys, { readOnly: false, recovery: true, isMadeFor })).toEqual({ kind: 'fill', keyId: 'b' });
  });

  it.each(useless)('is another where the one that was made for the client %s', (_what, facts) => {
    const isMadeFor = (id: string) => id === 'b' || id === 'a';
    const next = { kind: 'fill', keyId: 'a' };
    expect(chooseKey([key('c'), key('b', facts), key('a')], { readOnly: false, recovery: true, isMadeFor })).toEqual(
      next,
    );
    expect(chooseKey([key('c'), key('b', facts)], { readOnly: false, recovery: true, isMadeFor })).toEqual({
      kind: 'fill',
      keyId: 'c',
    });
  });

  it('counts as made for a client too where rotations put it in the place of one that was, however often', () => {
    const keys = [key('c'), key('b', { replaced_by: 'c' }), key('a', { replaced_by: 'b' }), key('other')];
    expect([...withSuccessors(['gone', 'a'], keys)]).toEqual(['gone', 'a', 'b', 'c']);
    expect([...withSuccessors(['a'], [key('a', { replaced_by: 'a' })])]).toEqual(['a']);
  });
});
