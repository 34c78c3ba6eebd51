import { describe, expect, it } from 'vitest';
import { requireScope } from '../../src/api/require-scope.ts';
import { operations } from '../../src/contract/operations.ts';
import { Problem } from '../../src/contract/problem.ts';
import { type NeededScope, type Scope, scopes } from '../../src/contract/scope.ts';

function refusal(needed: NeededScope, held: readonly Scope[]): Problem | null {
  try {
    requireScope({ scope: needed }, { scopes: held });
    return null;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

describe('the scope of an operation', () => {
  it('is refused where it was not granted, by its name and those that the key has', () => {
    const problem = refusal('admin', ['read', 'write']);
    expect([problem?.code, problem?.detail]).toEqual([
      'INSUFFICIENT_SCOPE',
      'This needs the scope admin; this key has read, write.',
    ]);
    for (const needed of scopes) expect(refusal(needed, [])?.code).toBe('INSUFFICIENT_SCOPE');
    expect(refusal('write', ['read'])?.code).toBe('INSUFFICIENT_SCOPE');
  });

  it('passes where it was granted, or where none is needed', () => {
    for (const scope of scopes) expect(refusal(scope, [scope])).toBeNull();
    expect(refusal('read', ['admin'])).toBeNull();
    expect(refusal('open', [])).toBeNull();
    expect(refusal('any', ['ingest'])).toBeNull();
    expect(refusal('ingest', ['write'])).toBeNull();
  });

  it.each(Object.entries(operations))('%s that changes anything needs more than read', (_id, operation) => {
    const batches = /\/(deltas|metrics)$/;
    const changes = operation.method !== 'GET' && !batches.test(operation.path);
    expect(refusal(operation.scope, ['read']) !== null).toBe(changes);
  });
});
