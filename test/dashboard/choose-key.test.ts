import { describe, expect, it } from 'vitest';
import { chooseKey } from '../../src/dashboard/connect/choose-key.ts';
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

const useless: readonly [string, Partial<ShownKey>][] = [
  ['is disabled', { status: 'disabled' }],
  ['has expired', { expired: true }],
  ['has no sealed copy', { fillable: false }],
  ['was replaced', { replaced_by: 'another' }],
];

describe('a key that', () => {
  it.each(useless)('%s is not filled in: the person decides', (_what, facts) => {
    expect(chooseKey([key('a', facts)], { readOnly: false, recovery: true })).toEqual({ kind: 'ask' });
    expect(chooseKey([key('a', facts), key('b')], { readOnly: false, recovery: true })).toEqual({
      kind: 'fill',
      keyId: 'b',
    });
  });

  it.each(useless)('%s is not filled in where only reading is wanted: one is made', (_what, facts) => {
    const keys = [key('a', { scopes: ['read'], ...facts })];
    expect(chooseKey(keys, { readOnly: true, recovery: true })).toEqual({ kind: 'make' });
  });
});

describe('the key that is filled in', () => {
  it('is the newest that works', () => {
    expect(chooseKey([key('b'), key('a')], { readOnly: false, recovery: true })).toEqual({ kind: 'fill', keyId: 'b' });
  });

  it('can do no more than read, where no more is wanted', () => {
    const keys = [key('c'), key('b', { scopes: ['read'] }), key('a', { scopes: ['read'] })];
    expect(chooseKey(keys, { readOnly: true, recovery: true })).toEqual({ kind: 'fill', keyId: 'b' });
    expect(chooseKey([key('c')], { readOnly: true, recovery: true })).toEqual({ kind: 'make' });
  });

  it('is made where there is none, or where no copies are kept', () => {
    expect(chooseKey([], { readOnly: false, recovery: true })).toEqual({ kind: 'make' });
    expect(chooseKey([key('a', { fillable: false })], { readOnly: false, recovery: false })).toEqual({ kind: 'make' });
  });
});
