import { expect, it } from 'vitest';
import { connectAgent } from './agent.ts';
import { generateKey } from './people.ts';
import { testSite } from './site.ts';

const site = testSite();

it('shows calls and errors per key, per tool, and day by day for whoever does not see the chart', async () => {
  const page = await site().owner();
  const key = await generateKey(page, 'Counted');
  const agent = await connectAgent(`${site().url}/mcp`, key);
  await agent.callTool({ name: 'get_overview', arguments: {} });
  await agent.callTool({ name: 'get_overview', arguments: {} });
  await agent.callTool({ name: 'get_account', arguments: { account_id: 'nowhere' } });
  await agent.close();

  await page.goto('/usage');
  const rowOf = async (table: string, name: string): Promise<string[]> => {
    const row = page.getByRole('region', { name: table, exact: true }).getByRole('row').filter({ hasText: name });
    return (await row.count()) === 0 ? [] : row.getByRole('cell').allTextContents();
  };
  // The counts are written every few seconds.
  await expect
    .poll(
      async () => {
        await page.reload();
        await page.getByRole('heading', { name: 'Tracked posts this month' }).waitFor();
        return rowOf('By key', 'Counted');
      },
      { timeout: 20_000 },
    )
    .toEqual(['3', '1', '0']);
  expect(await rowOf('By tool and operation', 'get_overview')).toEqual(['2', '0', '0']);
  expect(await rowOf('By tool and operation', 'get_account')).toEqual(['1', '1', '0']);

  await page.getByRole('img', { name: /^Calls a day from/ }).waitFor();
  await page.getByRole('button', { name: 'Show as table' }).click();
  const days = page.getByRole('region', { name: 'Day by day' });
  expect(await days.getByRole('row').count()).toBe(8);
  expect(await days.getByRole('row').nth(1).getByRole('cell').allTextContents()).toEqual(['3', '1', '0']);
  await page.getByLabel('Tool', { exact: true }).selectOption('get_account (MCP)');
  expect(await days.getByRole('row').nth(1).getByRole('cell').allTextContents()).toEqual(['1', '1', '0']);
  await page.getByRole('button', { name: 'Show as chart' }).click();
  await page.getByRole('img', { name: /^Calls a day from/ }).waitFor();
});
