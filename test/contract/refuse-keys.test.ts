import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/contract/problem.ts';
import { refuseKeys } from '../../src/contract/refuse-keys.ts';

const key = `ca_live_${'a'.repeat(49)}`;

function refused(part: unknown): Problem {
  try {
    refuseKeys(part);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('input with a key in it', () => {
  it.each([
    ['a text alone', key, 'body'],
    ['a field', { caption: `see ${key}` }, 'caption'],
    ['a field of a field', { metadata: { note: key } }, 'metadata.note'],
    ['a list', { ids: ['x', key] }, 'ids.1'],
    ['a list of lists', [[key]], '0.0'],
    ['the name of a field', { [key]: 1 }, 'body'],
    ['the name of a field in a field', { metadata: { [key]: null } }, 'metadata'],
    ['the last of many fields', { a: 1, b: true, c: null, d: undefined, e: ['x'], f: { g: '' }, h: key }, 'h'],
    ['pieces that come together for a reader', { q: 'ca_\u200blive_\u2060abc' }, 'q'],
  ])('in %s is refused by the name of the field', (_where, part, field) => {
    const problem = refused(part);
    expect(problem.code).toBe('VALIDATION_ERROR');
    expect(problem.errors).toEqual([{ field, message: 'must not contain an API key' }]);
    expect(JSON.stringify([problem.detail, problem.errors])).not.toContain('ca_live_');
  });

  it('names the first field of several', () => {
    expect(refused({ a: 'x', b: key, c: key }).errors).toEqual([
      { field: 'b', message: 'must not contain an API key' },
    ]);
  });
});

it.each([undefined, null, 0, true, '', 'ca_live_', [], {}, { a: [null, { b: 'x\u200by' }] }])('%j is taken', (part) => {
  expect(() => refuseKeys(part)).not.toThrow();
});
