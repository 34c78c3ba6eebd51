import { describe, expect, it } from 'vitest';
import { findings, settled } from './axe/axe.ts';
import { generateKey } from './people.ts';
import { testSite } from './site.ts';

const site = testSite({ SAMPLE_DATA: 'off' });

function observation(followers: number, day: string) {
  return {
    type: 'profile',
    platform: 'instagram',
    username: 'ana.bakes',
    observed_at: `2026-07-${day}T12:00:00Z`,
    follower_count: followers,
  };
}

describe('a key that only pushes', () => {
  it('is made on the page, pushes, is seen under Imports, and what it told is taken back', async () => {
    const page = await site().owner();
    const key = await generateKey(page, 'Collector', 'Push numbers in only');
    await page.getByRole('listitem').filter({ hasText: 'Collector' }).getByText('ingest', { exact: true }).waitFor();
    const observations = [observation(100, '01'), observation(50_000, '02')];
    const pushed = await fetch(`${site().url}/v2/ingest/snapshots`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ observations, create_missing: true }),
    });
    expect(pushed.status).toBe(200);
    await page.goto('/accounts');
    await page.getByRole('row').filter({ hasText: 'ana.bakes' }).getByText('50K').waitFor();
    await page.goto('/imports');
    const line = page.getByRole('listitem').filter({ hasText: 'Collector' });
    await line.getByText('2 observations of 1 accounts').waitFor();
    await settled(page);
    expect(await findings(page)).toEqual([]);
    await line.getByRole('button', { name: 'Take back' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
    await line.getByText('Taken back', { exact: true }).waitFor();
    await page.goto('/accounts');
    await page.getByText('No accounts yet').waitFor();
  });
});
