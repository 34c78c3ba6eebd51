import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { clients } from '../../src/connect/clients.ts';
import { generateKey } from './people.ts';
import { testSite } from './site.ts';

const site = testSite({ SAMPLE_DATA: 'off' });

async function helper(): Promise<Page> {
  const page = await site().owner();
  await page.goto('/api-keys');
  return page;
}

describe('the Connect helper', () => {
  it('holds no key until it is opened', async () => {
    const page = await helper();
    await page.getByText('Choose your client').waitFor();
    expect(await page.content()).not.toMatch(/ca_live_[0-9A-Za-z]{20}/);
    await page.getByRole('button', { name: 'Claude Code', exact: true }).click();
    await page.locator('pre[data-secret]').waitFor();
    await page.getByRole('button', { name: 'Close the helper' }).click();
    expect(await page.content()).not.toMatch(/ca_live_[0-9A-Za-z]{20}/);
  });

  it('has a method for every client, none of them a web link with a key in it, and ends with the restart', async () => {
    const page = await helper();
    await page.getByRole('button', { name: 'Claude Code', exact: true }).click();
    for (const { title } of clients) {
      await page.getByRole('tab', { name: title, exact: true }).click();
      const tab = page.getByRole('tabpanel');
      await tab.getByText(/^Restart /).waitFor();
      await tab.locator('pre[data-secret], a[href]').first().waitFor();
      const links = await tab
        .locator('a[href^=http]')
        .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
      expect(links.filter((href) => href?.includes('ca_live_'))).toEqual([]);
    }
  });

  it('writes the command for each shell, and for a key from the environment', async () => {
    const page = await helper();
    await page.getByRole('button', { name: 'Claude Code', exact: true }).click();
    const command = page.locator('pre[data-secret]').last();
    await page.getByRole('radio', { name: 'Windows cmd' }).click();
    expect(await command.textContent()).toContain('"Authorization: Bearer ca_live_');
    await page.getByRole('radio', { name: 'macOS / Linux' }).click();
    expect(await command.textContent()).toContain("'Authorization: Bearer ca_live_");
    await page.getByRole('radio', { name: 'Add it, key from the environment' }).click();
    expect(await command.textContent()).not.toContain('ca_live_');
    expect(await page.locator('pre[data-secret]').first().textContent()).toContain(
      "export CREATORAUDIT_API_KEY='ca_live_",
    );
  });

  it('says the risk of a key in a URL, gives a read-only one, and takes another key', async () => {
    const page = await helper();
    const other = await generateKey(page, 'Another key');
    await page.getByRole('button', { name: 'ChatGPT', exact: true }).click();
    await page.getByText('Whoever sees this URL').waitFor();
    await page.getByRole('button', { name: 'Use a read-only key' }).click();
    await page.getByText('(read-only)”, was made').waitFor();
    expect(await page.getByRole('button', { name: 'Use a read-only key' }).count()).toBe(0);
    await page.getByLabel('Key', { exact: true }).selectOption({ label: 'Another key (read, write, admin)' });
    await page.getByText(other).waitFor();
  });

  it('asks where there are only disabled keys', async () => {
    const page = await helper();
    const switches = page.getByRole('switch', { checked: true });
    await switches.first().waitFor();
    for (let left = await switches.count(); left > 0; left -= 1) {
      const name = (await switches.first().getAttribute('aria-label')) ?? '';
      await switches.first().click();
      await page.getByRole('switch', { name, checked: false, exact: true }).waitFor();
    }
    await page.getByRole('button', { name: 'Codex', exact: true }).click();
    await page.getByText('None of the keys here works').waitFor();
    await page.getByRole('button', { name: 'Enable “Another key”' }).click();
    await page.locator('pre[data-secret]').waitFor();
  });

  it('offers no URL with a key where the organization forbids it', async () => {
    const page = await helper();
    await page.goto('/settings');
    await page.getByLabel('Keys in a URL').selectOption('forbid');
    await page.getByRole('button', { name: 'Save organization' }).click();
    await page.getByText('The organization is saved').first().waitFor();
    await page.goto('/api-keys');
    await page.getByRole('button', { name: 'ChatGPT', exact: true }).click();
    await page.getByText('this organization forbids that').waitFor();
    expect(await page.content()).not.toContain('api_key=');
  });
});
