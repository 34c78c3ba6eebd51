import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figure } from '../long/trials.ts';
import { attacks, statusLine } from './attacks.ts';
import { type Ground, openGround } from './ground.ts';

/** The same each time; test/long has other seeds, and more. */
const seed = 20261126;

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground.server.stop());

describe('a generated attack', () => {
  it.each(attacks)('by $name is answered as the contract says', async ({ name, run, quickRuns }) => {
    const statuses = await run(ground, { seed, runs: quickRuns });
    figure(`attacks: ${name}: ${quickRuns} (seed ${seed}); ${statusLine(statuses)}`);
    // It was not all refused for one reason.
    expect(statuses.size).toBeGreaterThan(1);
  });
});
