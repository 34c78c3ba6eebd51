import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { connectAgent } from './agent.ts';
import { generateKey } from './people.ts';
import { testSite } from './site.ts';

const site = testSite();

const cardOf = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });

async function menu(page: Page, name: string, entry: string): Promise<void> {
  await page.getByRole('button', { name: `More for ${name}`, exact: true }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

describe('a key that is shown once', () => {
  it('stays until somebody says that they have it, and is nowhere afterwards', async () => {
    const page = await site().owner();
    await page.goto('/api-keys');
    await page.getByRole('button', { name: 'Generate key' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Shown once');
    await page.getByRole('dialog').getByRole('button', { name: 'Generate key' }).click();
    const shown = page.locator('code[data-secret]');
    const key = (await shown.textContent()) ?? '';
    expect(key).toMatch(/^ca_live_[0-9A-Za-z]{49}$/);

    for (const _attempt of [1, 2, 3]) await page.keyboard.press('Escape');
    await page.mouse.click(5, 5);
    await page.keyboard.press('Control+k');
    expect(await shown.isVisible()).toBe(true);

    await page.getByRole('button', { name: 'I have copied' }).click();
    await shown.waitFor({ state: 'detached' });
    expect(await everythingKept(page)).not.toContain(key);

    await page.goto('about:blank');
    await page.goBack();
    await cardOf(page, 'Shown once').waitFor();
    expect(await everythingKept(page)).not.toContain(key);
  });

  it('does not come back with the page that was left in between', async () => {
    const page = await site().owner();
    await page.goto('/api-keys');
    await page.getByRole('button', { name: 'Generate key' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Left alone');
    await page.getByRole('dialog').getByRole('button', { name: 'Generate key' }).click();
    const key = (await page.locator('code[data-secret]').textContent()) ?? '';
    await page.goto('about:blank');
    await page.goBack();
    await cardOf(page, 'Left alone').waitFor();
    expect(await everythingKept(page)).not.toContain(key);
  });
});

describe('the list of keys', () => {
  it('renames in place, with Esc to take it back', async () => {
    const page = await site().owner();
    await generateKey(page, 'Old name');
    await cardOf(page, 'Old name')
      .getByRole('button', { name: /Rename/ })
      .click();
    await page.keyboard.type('Nobody wants this');
    await page.keyboard.press('Escape');
    await cardOf(page, 'Old name')
      .getByRole('button', { name: /Rename/ })
      .click();
    await page.keyboard.type('New name');
    await page.keyboard.press('Enter');
    await cardOf(page, 'New name').waitFor();
    await page.reload();
    await cardOf(page, 'New name').waitFor();
    expect(await cardOf(page, 'Old name').count()).toBe(0);
  });

  it('stops an agent with its next call, warns before deleting what is in use', async () => {
    const page = await site().owner();
    const key = await generateKey(page, 'In use');
    const agent = await connectAgent(`${site().url}/mcp`, key, 'busy-agent');
    const call = () => agent.callTool({ name: 'get_api_key_info', arguments: {} });
    expect((await call()).isError).not.toBe(true);

    await page.getByRole('switch', { name: 'In use is enabled' }).click();
    await page.getByText('is disabled: its next request is refused').first().waitFor();
    await expect(call()).rejects.toThrow(/disabled/);
    await page
      .getByRole('region', { name: /^Disabled/ })
      .getByText('In use')
      .waitFor();

    await page.getByRole('switch', { name: 'In use is enabled' }).click();
    await page
      .getByRole('region', { name: /^Enabled/ })
      .getByText('In use')
      .waitFor();
    expect((await call()).isError).not.toBe(true);
    await agent.close();

    // When it was last used is written in batches; the page asks again by itself.
    await cardOf(page, 'In use')
      .getByText(/by busy-agent/)
      .waitFor({ timeout: 40_000 });
    await menu(page, 'In use', 'Delete…');
    const dialog = page.getByRole('dialog', { name: 'Delete “In use”?' });
    await dialog.getByText('This key was used in the last 24 hours').waitFor();
    await dialog.getByRole('button', { name: 'Delete key' }).click();
    await cardOf(page, 'In use').waitFor({ state: 'detached' });
  });

  it('deletes an unused key without that warning, and gives the focus back', async () => {
    const page = await site().owner();
    await generateKey(page, 'Never used');
    await menu(page, 'Never used', 'Delete…');
    const dialog = page.getByRole('dialog', { name: 'Delete “Never used”?' });
    expect(await dialog.getByText('in the last 24 hours').count()).toBe(0);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const focused = page.getByRole('button', { name: 'More for Never used' });
    expect(await focused.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('rotates with an overlap and says who still uses the old key', async () => {
    const page = await site().owner();
    const old = await generateKey(page, 'Nightly report', 'Read and write');
    await menu(page, 'Nightly report', 'Rotate…');
    await page.getByLabel('The old key works on').selectOption('1');
    await page.getByRole('button', { name: 'Rotate key' }).click();
    const fresh = (await page.locator('code[data-secret]').textContent()) ?? '';
    await page.getByRole('button', { name: 'I have copied' }).click();
    expect(fresh).not.toBe(old);
    await page.getByText('Being replaced').waitFor();
    await page.getByText('nobody has used this one in the last 24 hours').waitFor();
    for (const key of [old, fresh]) {
      const answer = await fetch(`${site().url}/v2/whoami`, { headers: { Authorization: `Bearer ${key}` } });
      expect(await answer.json()).toMatchObject({ data: { scopes: ['read', 'write'] } });
    }
  });

  it('says what a key can do, tool by tool, and changes its scopes', async () => {
    const page = await site().owner();
    await generateKey(page, 'Careful', 'Read and write');
    await menu(page, 'Careful', 'Change scopes…');
    await page.getByRole('dialog').getByLabel('Read', { exact: false }).first().check();
    await page.getByRole('button', { name: 'Save scopes' }).click();
    await page.getByText('may now read').first().waitFor();
    await menu(page, 'Careful', 'What can this key do?');
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/costs it about/).waitFor();
    const line = dialog.getByRole('listitem').filter({ hasText: 'delete_account' });
    expect(await line.textContent()).toContain('hidden: lacks write');
    expect(await dialog.getByRole('listitem').filter({ hasText: 'get_overview' }).first().textContent()).toContain(
      'allowed',
    );
  });
});

/** Whatever a browser keeps of a page that is over: the document, its fields, storage, caches, address and history. */
async function everythingKept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const fields = [...document.querySelectorAll('input, textarea')].map((field) =>
      field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : '',
    );
    const stored = [localStorage, sessionStorage].map((storage) => JSON.stringify({ ...storage }));
    const cached = (await caches.keys()).join();
    const databases = JSON.stringify(await indexedDB.databases());
    const asked = performance.getEntries().map(({ name }) => name);
    return [
      document.documentElement.outerHTML,
      ...fields,
      ...stored,
      cached,
      databases,
      ...asked,
      document.cookie,
      location.href,
      JSON.stringify(history.state),
    ].join('\n');
  });
}
