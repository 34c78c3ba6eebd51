import fc from 'fast-check';
import { expect } from 'vitest';
import { requireForm, type Statuses, type Trial } from './attack-rest.ts';
import { exchange, type Header, type RawRequest } from './exchange.ts';
import { type Ground, requireWell } from './ground.ts';
import { wrongKey } from './key-attack.ts';

const places: readonly ((key: string) => { target: string; headers: readonly Header[] })[] = [
  (key) => ({ target: '/v2/whoami', headers: [['Authorization', `Bearer ${key}`]] }),
  (key) => ({ target: '/mcp', headers: [['Authorization', `bearer ${key}`]] }),
  (key) => ({ target: '/mcp', headers: [['x-api-key', key]] }),
  (key) => ({ target: '/mcp', headers: [['x-auth-token', `Bearer ${key}`]] }),
  (key) => ({ target: `/mcp?api_key=${encodeURIComponent(key)}`, headers: [] }),
];

/** Keys that are nearly right, in every place of a key: refused, and their refusals never reach who has a right one. */
export async function attackKeys(ground: Ground, { seed, runs }: Trial): Promise<Statuses> {
  const statuses: Statuses = new Map();
  const attack = fc.record({ key: wrongKey(ground.keys), place: fc.constantFrom(...places) });
  await fc.assert(
    fc.asyncProperty(attack, async ({ key, place }) => {
      const { target, headers } = place(key);
      const isMcp = target.startsWith('/mcp');
      const more: Header[] = isMcp ? [['Content-Type', 'application/json']] : [];
      const request: RawRequest = {
        method: isMcp ? 'POST' : 'GET',
        target,
        headers: [...headers, ...more],
        body: isMcp ? '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' : null,
      };
      const answer = await exchange(ground.port, request);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      expect([401, 429], `${JSON.stringify(request)} ${answer.text.slice(0, 300)}`).toContain(answer.status);
      expect(JSON.parse(answer.text).status).toBe(answer.status);
      if (answer.status === 401)
        expect(answer.headers.get('www-authenticate')).toMatch(
          /^Bearer(?: error="invalid_token", error_description="[^"]+")?$/,
        );
      requireForm(request, answer);
    }),
    { seed, numRuns: runs },
  );
  await requireWell(ground);
  return statuses;
}
