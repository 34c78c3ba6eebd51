import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/contract/problem.ts';
import { shownError } from '../../src/observe/shown-error.ts';

const key = `ca_live_${'a'.repeat(49)}`;

describe('an error in the log', () => {
  it('holds no key: not in its message, stack, code or causes', () => {
    const innermost = `no such row: ${key}`;
    const cause = new TypeError(`bad ${key}`, { cause: innermost });
    const error = Object.assign(new Error(`failed for ${key}`, { cause }), { code: `E_${key}` });
    const shown = shownError(error);
    expect(JSON.stringify(shown)).not.toContain('ca_live_');
    expect(shown).toMatchObject({
      type: 'Error',
      message: 'failed for [key]',
      code: 'E_[key]',
      cause: { type: 'TypeError', message: 'bad [key]', cause: 'no such row: [key]' },
    });
  });

  it('says where it came from', () => {
    expect(shownError(new Error('x'))).toEqual({
      type: 'Error',
      message: 'x',
      stack: expect.stringContaining('shown-error.test.ts'),
    });
    expect(shownError(new Problem('NOT_FOUND', 'No such thing.'))).toMatchObject({
      type: 'Problem',
      code: 'NOT_FOUND',
    });
    const bare = new Error('x');
    delete bare.stack;
    expect(shownError(bare)).toEqual({ type: 'Error', message: 'x', stack: '' });
  });

  it('may be anything that was thrown', () => {
    expect([null, undefined, 1, key, { a: 1 }].map(shownError)).toEqual([
      'null',
      'undefined',
      '1',
      '[key]',
      '[object Object]',
    ]);
  });
});
