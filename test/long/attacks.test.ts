import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import { attacks, statusLine } from '../attacks/attacks.ts';
import { type Ground, openGround } from '../attacks/ground.ts';
import { figure, runTrials } from './trials.ts';

const runs = 500;

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground.server.stop());

describe('generated attacks', () => {
  it.each(attacks)('by $name', async ({ name, run }) => {
    const first = inject('longSeed');
    const all = new Map<number, number>();
    await runTrials({ name: `attacks: ${name}`, least: 1, most: 40, share: 0.01 }, async (index) => {
      for (const [status, count] of await run(ground, { seed: first + index, runs })) {
        all.set(status, (all.get(status) ?? 0) + count);
      }
    });
    figure(`attacks: ${name}: ${statusLine(all)}`);
  });
});
