import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { connectAgent } from './agent.ts';
import { generateKey } from './people.ts';
import { saved } from './saved.ts';
import { type Site, testSite } from './site.ts';

/** Two keys that called different tools, and the page with all of it. */
async function audited(site: Site): Promise<Page> {
  const page = await site.owner();
  for (const [name, tool] of [
    ['First', 'get_overview'],
    ['Second', 'list_creators'],
  ] as const) {
    const agent = await connectAgent(`${site.url}/mcp`, await generateKey(page, name));
    await agent.callTool({ name: tool, arguments: tool === 'list_creators' ? { q: 'Ana=1' } : {} });
    await agent.close();
  }
  await page.goto('/audit');
  await page.getByRole('rowheader', { name: /list_creators/ }).waitFor();
  return page;
}

const names = (page: Page) => page.getByRole('rowheader').allTextContents();

describe('the audit page', () => {
  const site = testSite();

  it('is narrowed by key, person, tool and outcome, says that arguments can be kept, and is exported as it is narrowed', async () => {
    const page = await audited(site());
    await page.getByText('AUDIT_ARGUMENTS=on').waitFor();
    expect(await page.getByText('Not authenticated').count()).toBe(0);

    await page.getByLabel('Tool', { exact: true }).selectOption('get_overview');
    await expect.poll(() => names(page)).toEqual([expect.stringContaining('get_overview')]);
    await page.getByLabel('Tool', { exact: true }).selectOption('');
    await page.getByLabel('Key', { exact: true }).selectOption('Second');
    await expect
      .poll(() => names(page))
      .toEqual([expect.stringContaining('list_creators'), expect.stringContaining('Key created')]);
    await page.getByLabel('Outcome').selectOption('Succeeded');
    await expect.poll(() => names(page)).toEqual([expect.stringContaining('list_creators')]);

    const csv = await saved(page, 'CSV');
    expect(csv.name).toMatch(/^audit-\d{4}-\d{2}-\d{2}\.csv$/);
    const lines = csv.text.trimEnd().split('\r\n');
    expect(lines).toEqual([
      expect.stringMatching(/^id,at,event,person_id,person_name,key_id,key_name,operation,/),
      expect.stringContaining(',call.tool,'),
    ]);
    const ndjson = await saved(page, 'NDJSON');
    expect(
      ndjson.text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([expect.objectContaining({ operation: 'list_creators', key_name: 'Second', authenticated: true })]);

    await page.goto('/audit');
    await page.getByLabel('Person').selectOption({ index: 1 });
    await expect.poll(async () => (await names(page)).length).toBeGreaterThan(1);
    expect((await names(page)).filter((name) => name.includes('Tool call'))).toEqual([]);
  });
});

describe('the audit page with AUDIT_ARGUMENTS=on', () => {
  const site = testSite({ AUDIT_ARGUMENTS: 'on' });

  it('shows what a call asked for', async () => {
    const page = await audited(site());
    await page.getByText('Asked: {"q":"Ana=1"}').click();
    await page.locator('code', { hasText: '{"q":"Ana=1"}' }).waitFor();
    expect(await page.getByText('AUDIT_ARGUMENTS').count()).toBe(0);
  });
});
