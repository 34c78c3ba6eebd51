import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { readCommand } from './agent.ts';
import { generateKey } from './people.ts';
import { testSite } from './site.ts';

const site = testSite({ SAMPLE_DATA: 'off', RATE_LIMIT_PER_MINUTE: '300' });

/** The page of keys with the helper open for a key of its own, and what was copied from it. */
async function copied(name: string, client = 'Claude Code'): Promise<{ page: Page; text: string }> {
  const page = await site().owner();
  await generateKey(page, name);
  return copiedFrom(page, name, client);
}

async function copiedFrom(page: Page, name: string, client = 'Claude Code'): Promise<{ page: Page; text: string }> {
  await page.getByRole('button', { name: client, exact: true }).click();
  await page.getByLabel('Key', { exact: true }).selectOption({ label: `${name} (read, write, admin)` });
  await page.getByText(`“${name}” is filled in`).waitFor();
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByText('Waiting for the first request').waitFor();
  return { page, text: await page.evaluate(() => navigator.clipboard.readText()) };
}

/** What an agent does first, with a key wherever it was told to send it. */
async function begin(url: string, key?: string): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'claude-code/2.0',
      ...(key !== undefined && { Authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
  });
  await response.text();
  return response.status;
}

describe('the card that waits for the first request', () => {
  it('shows that the key is disabled, and the connection once it is not', async () => {
    const { page, text } = await copied('Disabled');
    const { url, key } = readCommand(text);
    const toggle = page.getByRole('switch', { name: /Disabled/ });
    await toggle.click();
    await page.getByRole('switch', { name: /Disabled/, checked: false }).waitFor();
    expect(await begin(url, key)).toBe(403);
    await page.getByText('this key is disabled').waitFor();
    await page.getByText('Switch the key on under API keys').waitFor();
    await page.getByText('claude-code/2.0').waitFor();
    await toggle.click();
    await page.getByRole('switch', { name: /Disabled/, checked: true }).waitFor();
    expect(await begin(url, key)).toBe(200);
    await page.getByRole('status').filter({ hasText: 'Connected' }).waitFor();
  });

  it('shows that the key has expired', async () => {
    const { page, text } = await copied('Rotated');
    const { url, key } = readCommand(text);
    await page.getByRole('button', { name: 'More for Rotated' }).click();
    await page.getByRole('menuitem', { name: 'Rotate…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('The old key works on').selectOption({ label: 'No longer: replace it at once' });
    await dialog.getByRole('button', { name: 'Rotate key' }).click();
    await page.getByRole('button', { name: 'I have copied' }).click();
    expect(await begin(url, key)).toBe(403);
    await page.getByText('this key has expired').waitFor();
    await page.getByText('Choose another key above').waitFor();
  });

  it('shows that a key in a URL is forbidden', async () => {
    const { page, text } = await copied('In the URL', 'ChatGPT');
    const other = await site().owner();
    await other.goto('/settings');
    await other.getByLabel('Keys in a URL').selectOption('forbid');
    await other.getByRole('button', { name: 'Save organization' }).click();
    await other.getByText('The organization is saved').first().waitFor();
    expect(await begin(text)).toBe(403);
    await page.getByText('does not allow keys in a URL').waitFor();
    await page.getByText('allow keys in URLs under Settings').waitFor();
    await page.getByText('in the URL', { exact: true }).waitFor();
  });

  it('shows a key that was cut short, without showing it', async () => {
    const { page, text } = await copied('Cut');
    const { url, key } = readCommand(text);
    expect(await begin(url, key.slice(0, -3))).toBe(401);
    await page.getByText('it was cut short or changed on the way').waitFor();
    expect(await page.getByRole('status').filter({ hasText: 'cut short' }).innerHTML()).not.toContain('ca_live_');
  });

  it('shows that the key is over its rate limit', async () => {
    // Anew where a minute ended between the two looks, which makes the key as good as new.
    for (let attempt = 0, status = 200; status !== 429; attempt += 1) {
      const page = await site().owner();
      const key = await generateKey(page, `Busy ${attempt}`);
      while (status !== 429) status = await begin(`${site().url}/mcp`, key);
      const { page: waiting, text } = await copiedFrom(page, `Busy ${attempt}`);
      status = await begin(`${site().url}/mcp`, key);
      if (status !== 429) continue;
      expect(readCommand(text).key).toBe(key);
      await waiting.getByText('over its rate limit').waitFor();
      await waiting.getByText('Wait a minute').waitFor();
    }
  });

  it('names the usual causes where nothing comes for a while', async () => {
    const page = await site().owner();
    // A key of its own: others were seen within the time that is skipped.
    await generateKey(page, 'Waiting');
    await page.clock.install();
    await page.goto('/api-keys');
    await page.getByRole('button', { name: 'Claude Code', exact: true }).click();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByText('Waiting for the first request').waitFor();
    expect(await page.getByText('What is usually in the way').count()).toBe(0);
    await page.clock.fastForward(31_000);
    await page.getByText('What is usually in the way').waitFor();
    await page.getByText('Claude Code was not restarted').waitFor();
  });
});
