import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findings, settled } from './axe/axe.ts';
import { invite, join, makeOrganization } from './people.ts';
import { saved } from './saved.ts';
import { testSite } from './site.ts';

function real(name: string): string {
  return fileURLToPath(new URL(`../import/real/files/${name}`, import.meta.url));
}

describe('own numbers from files', () => {
  const site = testSite({ SAMPLE_DATA: 'off' });

  it('come in from an empty overview, are shown first, and go again', async () => {
    const page = await site().owner();
    await page.goto('/');
    await page.getByRole('link', { name: 'Upload your numbers' }).click();
    await page.getByRole('heading', { name: 'Imports', level: 1 }).waitFor();
    await page.getByLabel('Choose files').setInputFiles(real('04-tiktok-studio-Content.csv'));
    await page.getByText('TikTok Studio, Content').first().waitFor();
    await page.getByText('1 accounts, of which 1 are new; 13 posts, of which 13 are new.').waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText(/Imported\. 13 rows, 13 post levels/).waitFor();
    await page.goto('/accounts');
    const row = page.getByRole('row').filter({ hasText: 'mara.vale' });
    await row.getByText('By file', { exact: true }).waitFor();
    await row.getByText('by file, last of 2026-02-28').waitFor();
    await row.getByRole('link', { name: '@mara.vale' }).click();
    await page.getByText('by file, last of 2026-02-28').waitFor();
    expect(await page.getByText('Refreshed every').count()).toBe(0);
    await page.goto('/imports');
    expect((await saved(page, 'CSV')).text).toContain(',04-tiktok-studio-Content.csv,applied,');
    const line = page.getByRole('listitem').filter({ hasText: '04-tiktok-studio-Content.csv' });
    await line.getByText('In', { exact: true }).waitFor();
    await settled(page);
    expect(await findings(page)).toEqual([]);
    await line.getByRole('button', { name: 'Take back' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
    await line.getByText('Taken back', { exact: true }).waitFor();
    await page.goto('/accounts');
    await page.getByText('No accounts yet').waitFor();
  });

  it('ask what a file does not say, refuse with a sentence, and hand out what was rejected', async () => {
    const page = await site().owner();
    await page.goto('/imports');
    await page.getByLabel('Choose files').setInputFiles(real('17-meta-suite-instagram-posts-2026.csv'));
    await page.getByLabel('Day of the export').fill('2026-06-30');
    await page.getByLabel('Time zone').fill('America/Chicago');
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByText(/views 468,963/).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByLabel('Choose files').setInputFiles(real('07-tiktok-studio-Overview.xlsx'));
    await page.getByText(/Save As/).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    const rows =
      'platform,username,followers,collected_at\ntiktok,a.b,5,2026-01-01T00:00:00Z\ntiktok,c.d,-5,2026-01-01T00:00:00Z\n';
    const file = { name: 'odd.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) };
    await page.getByLabel('Choose files').setInputFiles(file);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '1 rejected' }).click(),
    ]);
    expect(await readFile(await download.path(), 'utf8')).toContain('is below 0, which no total is');
  });

  it('leave as an archive, and are taken in by another organization', async () => {
    const page = await site().owner();
    await page.goto('/imports');
    await page.getByLabel('Choose files').setInputFiles(real('04-tiktok-studio-Content.csv'));
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText(/Imported\. 13 rows/).waitFor();
    const [archive] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download archive' }).click(),
    ]);
    const path = await archive.path();
    const into = page.getByLabel('Take an archive in');
    await into.setInputFiles(path);
    await page.getByText('an archive is taken into an empty one only').waitFor();
    expect(await page.getByRole('button', { name: 'Take it in' }).count()).toBe(0);
    expect(await findings(page)).toEqual([]);
    await makeOrganization(page, 'Another');
    await page.goto('/imports');
    await into.setInputFiles(path);
    await page.getByText(/: \d accounts, 13 posts, 13 levels of posts/).waitFor();
    await page.getByRole('button', { name: 'Take it in' }).click();
    await page.getByText(/rows are in\. .* ids were taken and are others here/).waitFor();
    await settled(page);
    expect(await findings(page)).toEqual([]);
    const [ids] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the table' }).click(),
    ]);
    expect(await readFile(await ids.path(), 'utf8')).toMatch(/^kind,archived,here\r\naccount,|\naccount,/);
    await page.goto('/accounts');
    await page.getByText('mara.vale').first().waitFor();
  });

  it('are for owners and admins', async () => {
    const owner = await site().owner();
    const member = await site().visitor();
    await join(member, await invite(owner, 'member@northlight.example', 'member'), 'Mia Member');
    await member.goto('/imports');
    await member.getByText('There is nothing here for you').waitFor();
    expect(await member.getByRole('link', { name: 'Imports' }).count()).toBe(0);
  });
});

describe('own numbers beside sample data', () => {
  const site = testSite();

  it('wait until it is cleared by a button', async () => {
    const page = await site().owner();
    await page.goto('/imports');
    await page.getByRole('button', { name: 'Clear sample data' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Clear sample data' }).click();
    await page.getByLabel('Choose files').waitFor();
    await page.getByLabel('Choose files').setInputFiles(real('29-graph-api-daily-insights.json'));
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText(/Imported\./).waitFor();
  });
});
