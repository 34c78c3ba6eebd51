import { expect, it } from 'vitest';
import { runCampaign } from './campaign.ts';

/** The long form, on both databases and in front of a remote API, is in test/long. */
it('no piece of a key is found in what 400 random requests with keys in them leave behind', {
  timeout: 120_000,
}, async () => {
  const { found, statuses, planted } = await runCampaign({ database: 'sqlite', data: 'own', requests: 400, seed: 1 });
  expect(found).toEqual([]);
  expect(planted).toBeGreaterThan(400);
  // It was all kinds of requests: successes, and refusals of every kind.
  for (const status of [200, 400, 401, 404, 422]) expect(statuses.get(status), String(status)).toBeGreaterThan(0);
});
