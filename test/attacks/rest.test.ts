import { afterAll, beforeAll, it } from 'vitest';
import { figure } from '../hold/trials.ts';
import { attackMcp } from './attack-mcp.ts';
import { type Ground, openGround } from './ground.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground.server.stop());

it.each([['mcp', attackMcp, 1500]] as const)('%s', async (name, attack, runs) => {
  const statuses = await attack(ground, { seed: 3, runs });
  figure(name + [...statuses].join(' '));
});
