import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/keys/verdict.ts';
import type { KeyChange } from '../../src/keys/watched-principals.ts';
import { createPassthroughVerifier } from '../../src/upstream/passthrough/verifier.ts';
import type { Asked } from '../../src/upstream/whoami.ts';

const key = 'callers-own-key-0123456789';
const known: Asked = { kind: 'valid', who: { organization_id: 'o', api_key_name: 'laptop' } };
const refused: Asked = { kind: 'refused', status: 401, detail: '' };

function verifierOf(answers: { says: Asked }) {
  const clock = { now: 1_000_000 };
  const asked: string[] = [];
  const verifier = createPassthroughVerifier({
    ask: async (given) => {
      asked.push(given);
      return answers.says;
    },
    now: () => clock.now,
    randomBytes,
    onError: (error) => {
      throw error;
    },
  });
  return { verifier, clock, asked };
}

function principalOf(verdict: Verdict) {
  if (verdict.kind !== 'valid') throw new Error(verdict.kind);
  return verdict.principal;
}

describe('what is remembered of a caller’s key', () => {
  it('does not hold the key: each request carries its own, hidden from whoever prints it', async () => {
    const { verifier } = verifierOf({ says: known });
    const [first, second] = [await verifier.verify(key), await verifier.verify(key)].map(principalOf);
    expect(first?.upstreamKey?.reveal()).toBe(key);
    expect(first?.upstreamKey).not.toBe(second?.upstreamKey);
    expect(JSON.stringify(first)).not.toContain(key);
  });

  it('counts no longer where the clock was set back', async () => {
    const { verifier, clock, asked } = verifierOf({ says: known });
    await verifier.verify(key);
    clock.now -= 60_000;
    await verifier.verify(key);
    expect(asked).toHaveLength(2);
  });

  it('is nothing after a failure', async () => {
    const answers: { says: Asked } = { says: known };
    const { verifier, asked } = verifierOf(answers);
    await verifier.verify(key);
    verifier.forget(key);
    answers.says = refused;
    expect((await verifier.verify(key)).kind).toBe('unknown');
    expect(asked).toHaveLength(2);
  });
});

describe('an open subscription', () => {
  it('ends once the upstream no longer takes its key', async () => {
    const answers: { says: Asked } = { says: known };
    const { verifier, clock } = verifierOf(answers);
    const changes: KeyChange[] = [];
    verifier.watch(principalOf(await verifier.verify(key)), (change) => changes.push(change));
    answers.says = refused;
    await verifier.poll();
    expect(changes).toEqual([]);
    clock.now += 10_000;
    await verifier.poll();
    await verifier.poll();
    expect(changes).toEqual([{ kind: 'revoked' }]);
  });
});
