import { describe, expect, it } from 'vitest';
import { connectAgent, readCommand, readKey } from './agent.ts';
import { copied, generateKey } from './people.ts';
import { testSite } from './site.ts';

const site = testSite({ SAMPLE_DATA: 'off', KEY_RECOVERY: 'off' });

describe('where no copies of keys are kept', () => {
  it('the helper makes a key for each client when asked, says so, and it works', async () => {
    const page = await site().owner();
    const mine = await generateKey(page, 'Mine');
    await page.goto('/api-keys');
    await page.getByRole('button', { name: 'Claude Code', exact: true }).click();
    const tab = page.getByRole('tabpanel');
    await tab.getByText('keeps no copies of keys').waitFor();
    // Nothing is made by looking.
    for (const title of ['Codex', 'Cursor', 'Claude Code']) {
      await page.getByRole('tab', { name: title, exact: true }).click();
      await page.getByRole('button', { name: `Make a key for ${title}` }).waitFor();
    }
    expect(await page.getByRole('switch').count()).toBe(1);

    await page.getByRole('button', { name: 'Make a key for Claude Code' }).click();
    await tab.getByText('“Claude Code”, was made').waitFor();
    const { url, key } = readCommand(await copied(page, tab));
    expect(key).not.toBe(mine);
    const agent = await connectAgent(url, key, 'claude-code');
    await tab.getByRole('status').filter({ hasText: 'Connected' }).waitFor();
    await agent.close();

    await page.getByRole('tab', { name: 'Codex', exact: true }).click();
    await page.getByRole('button', { name: 'Make a key for Codex' }).click();
    await tab.getByText('“Codex”, was made').waitFor();
    expect(readKey(await copied(page, tab))).not.toBe(key);
    // Looking elsewhere loses no key, and makes none.
    await page.getByRole('tab', { name: 'Claude Code', exact: true }).click();
    expect(readKey(await copied(page, tab))).toBe(key);
    await page.getByRole('switch', { name: /Codex/ }).waitFor();
    expect(await page.getByRole('switch').count()).toBe(3);
  });
});
