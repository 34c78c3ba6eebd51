import { expect, it } from 'vitest';
import { type Campaign, runCampaign } from './campaign.ts';

/** Where the data is, with how a request may end there beside what ends everywhere alike. */
const houses: readonly (Pick<Campaign, 'data' | 'requests'> & { statuses: readonly number[] })[] = [
  { data: 'own', requests: 400, statuses: [200, 404] },
  { data: 'gateway', requests: 200, statuses: [502] },
  { data: 'passthrough', requests: 200, statuses: [502] },
];

/** The long form, on both databases, is in test/long. */
it.each(houses)(
  'no piece of a key is found in what $requests random requests with keys in them leave behind, with data of its $data',
  { timeout: 120_000 },
  async ({ data, requests, statuses: own }) => {
    const { found, statuses, planted } = await runCampaign({ database: 'sqlite', data, requests, seed: 1 });
    expect(found).toEqual([]);
    expect(planted).toBeGreaterThan(requests);
    // It was all kinds of requests: successes, and refusals of every kind.
    for (const status of [...own, 400, 401, 422]) expect(statuses.get(status), String(status)).toBeGreaterThan(0);
  },
);
