import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { saved } from './saved.ts';
import { testSite } from './site.ts';

describe('a list', () => {
  const site = testSite();

  it.each(['tiktok', 'instagram'])('is saved as it is narrowed to %s, all pages of it', async (platform) => {
    const page = await site().owner();
    const [listed] = await Promise.all([
      page.waitForResponse((response) => /\/v2\/accounts\?/.test(response.url())),
      page.goto(`/accounts?platform=${platform}`),
    ]);
    await page.getByRole('rowheader').first().waitFor();
    const shown: { data: { id: string }[] } = await listed.json();
    expect(shown.data.length).toBeGreaterThan(1);
    const csv = await saved(page, 'CSV');
    expect(csv.name).toMatch(/^accounts-\d{4}-\d\d-\d\d\.csv$/);
    const rows = Papa.parse<Record<string, string>>(csv.text, { header: true, skipEmptyLines: true }).data;
    expect(rows.slice(0, shown.data.length).map(({ id }) => id)).toEqual(shown.data.map(({ id }) => id));
    expect(new Set(rows.map((row) => row.platform))).toEqual(new Set([platform]));
    const lines = (await saved(page, 'NDJSON')).text.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(rows.map(({ id }) => id));
  });

  it('saves the days of a chart for the range in use', async () => {
    const page = await site().owner();
    await page.goto('/?period=7d');
    await page.getByRole('button', { name: 'Export' }).first().waitFor();
    const { name, text } = await saved(page, 'CSV');
    expect(name).toMatch(/^overview-timeseries-/);
    const rows = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
    expect(rows.length).toBeGreaterThanOrEqual(7);
    expect(rows.every(({ date }) => /^\d{4}-\d\d-\d\d$/.test(date ?? ''))).toBe(true);
  });
});
