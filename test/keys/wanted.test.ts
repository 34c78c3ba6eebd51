import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/contract/problem.ts';
import { wantedExpiry, wantedScopes } from '../../src/keys/lifecycle/wanted.ts';

const now = Date.parse('2026-11-24T12:00:00.000Z');

function errorsOf(wish: () => unknown): Problem['errors'] {
  try {
    wish();
  } catch (error) {
    if (error instanceof Problem && error.code === 'VALIDATION_ERROR') return error.errors;
    throw error;
  }
  throw new Error('it was taken');
}

describe('the scopes of a new key', () => {
  it.each([[[]], [['']], [['everything']], [['Read']], [['read', 'owner']], [['read write']]])(
    '%j are refused',
    (picked) => {
      const message = 'must be one or more of ingest, read, write, admin';
      expect(errorsOf(() => wantedScopes(picked))).toEqual([{ field: 'scopes', message }]);
    },
  );

  it.each([
    [undefined, ['read', 'write', 'admin']],
    [['read'], ['read']],
    [['write'], ['read', 'write']],
    [
      ['admin', 'read'],
      ['read', 'write', 'admin'],
    ],
  ])('%j are %j', (picked, scopes) => {
    expect(wantedScopes(picked)).toEqual(scopes);
  });
});

describe('the expiry of a new key', () => {
  it.each(['', 'tomorrow', '2026-11-25', '2026-11-25T12:00:00', '2026-13-01T00:00:00Z'])('%j is refused', (text) => {
    const message = 'must be an ISO 8601 instant';
    expect(errorsOf(() => wantedExpiry(text, now))).toEqual([{ field: 'expires_at', message }]);
  });

  it('is refused unless it is in the future', () => {
    const past = [{ field: 'expires_at', message: 'must be in the future' }];
    for (const text of ['2026-11-24T12:00:00.000Z', '2026-11-24T11:59:59.999Z', '2026-11-24T12:30:00+01:00']) {
      expect(errorsOf(() => wantedExpiry(text, now))).toEqual(past);
    }
    expect(wantedExpiry('2026-11-24T12:00:00.001Z', now)).toBe('2026-11-24T12:00:00.001Z');
  });

  it('is stored in UTC, and is never if none is given', () => {
    expect(wantedExpiry('2026-11-24T14:00:00+01:00', now)).toBe('2026-11-24T13:00:00.000Z');
    for (const none of [null, undefined]) expect(wantedExpiry(none, now)).toBeNull();
  });
});
