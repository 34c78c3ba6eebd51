import { describe, expect, inject, it } from 'vitest';
import { type Campaign, runCampaign } from '../secrets/campaign.ts';
import { upstreamFailed } from '../secrets/misbehave.ts';
import { figure } from './trials.ts';

const campaigns: readonly Omit<Campaign, 'seed'>[] = [
  { database: 'sqlite', data: 'own', requests: 2_000 },
  { database: 'postgres', data: 'own', requests: 1_600 },
  { database: 'sqlite', data: 'gateway', requests: 1_000 },
  { database: 'postgres', data: 'passthrough', requests: 600 },
];

describe('no secret in any sink', () => {
  it.each(campaigns)('of $requests requests on $database, with data of its $data', async (campaign) => {
    const seed = inject('longSeed');
    const { found, statuses, failures, planted, bytes } = await runCampaign({ ...campaign, seed });
    const codes = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}×${count}`);
    figure(
      `secrets: ${campaign.requests} requests (${campaign.database}, ${campaign.data}), ${planted} keys planted, ${(bytes / 1e6).toFixed(0)} MB looked through, ${found.length} found; ${codes.join(' ')}`,
    );
    for (const failure of failures) figure(`secrets: answered with 500: ${failure.slice(0, 300)}`);
    expect(found).toEqual([]);
    // Rows that cannot be read are a mistake of whoever broke them; a remote API's own 500 is told in its words.
    const ours = failures.filter((failure) => !failure.includes(upstreamFailed));
    if (campaign.database === 'postgres') expect(ours).toEqual([]);
  });
});
