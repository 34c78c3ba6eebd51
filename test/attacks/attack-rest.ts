import fc from 'fast-check';
import { expect } from 'vitest';
import { requireDescribed } from '../server/described.ts';
import { exchange, type RawAnswer, type RawRequest } from './exchange.ts';
import { type Ground, requireWell } from './ground.ts';
import { requestOf, restAttack } from './rest-attack.ts';
import { expectedOf } from './rest-oracle.ts';
import { unseenIn } from './unseen.ts';

export interface Trial {
  seed: number;
  runs: number;
}

/** How often each status was answered. */
export type Statuses = Map<number, number>;

/** Requests to every operation, each part of them generated: the right status, in the form that the document describes. */
export async function attackRest(ground: Ground, { seed, runs }: Trial): Promise<Statuses> {
  const statuses: Statuses = new Map();
  await fc.assert(
    fc.asyncProperty(restAttack(ground), async (attack) => {
      const request = requestOf(attack);
      const answer = await exchange(ground.port, request);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      expect(expectedOf(attack), shown(request, answer)).toContain(answer.status);
      requireForm(request, answer);
    }),
    { seed, numRuns: runs },
  );
  await requireWell(ground);
  return statuses;
}

/** The form that is owed to any request under /v2. */
export function requireForm({ method, target }: RawRequest, { status, headers, text }: RawAnswer): void {
  requireDescribed({ method, target, status, headers, text });
  if (status >= 400) expect(unseenIn(text), text).toBeNull();
}

export function shown({ method, target, headers, body }: RawRequest, { status, text }: RawAnswer): string {
  return `${method} ${target}\n${JSON.stringify(headers)}\n${body?.slice(0, 500)}\n→ ${status} ${text.slice(0, 500)}`;
}
