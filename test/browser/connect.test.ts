import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { clients } from '../../src/connect/clients.ts';
import { readKey } from './agent.ts';
import { copied, generateKey } from './people.ts';
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

  it('shows the key masked, and copies it whole: by its button and by hand', async () => {
    const page = await helper();
    await page.getByRole('button', { name: 'Claude Code', exact: true }).click();
    const shown = page.locator('pre[data-secret]');
    await shown.waitFor();
    for (const { title, id } of clients) {
      await page.getByRole('tab', { name: title, exact: true }).click();
      const tab = page.getByRole('tabpanel');
      await tab.getByText(/^Restart /).waitFor();
      for (const way of await tab.getByRole('radiogroup', { name: 'Way to connect' }).getByRole('radio').all()) {
        await way.click();
        expect([id, await tab.textContent()]).toEqual([id, expect.not.stringMatching(/ca_live_[0-9A-Za-z]{20}/)]);
      }
    }
    await page.getByRole('tab', { name: 'Claude Code', exact: true }).click();
    expect(await shown.textContent()).toMatch(/Bearer ca_live_\w{4}…\w{4}/);
    const whole = await copied(page);
    expect(whole).toMatch(/Bearer ca_live_[0-9A-Za-z]{49}/);
    await shown.click({ clickCount: 3 });
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await page.keyboard.press('Control+c');
    expect((await page.evaluate(() => navigator.clipboard.readText())).trim()).toBe(whole.trim());
  });

  it('proposes keys that can only read, and lets them write with one click that says what it means', async () => {
    const page = await helper();
    await page.getByRole('button', { name: 'Codex', exact: true }).click();
    await page.getByRole('button', { name: 'Make one for Codex (read)' }).click();
    await page.getByText('“Codex”, was made').waitFor();
    await page.getByText('Also track, change and delete').waitFor();
    const key = readKey(await copied(page));
    const scopes = async () => {
      const answer = await fetch(`${site().url}/v2/whoami`, { headers: { Authorization: `Bearer ${key}` } });
      const { data }: { data: { scopes: string[] } } = JSON.parse(await answer.text());
      return data.scopes;
    };
    expect(await scopes()).toEqual(['read']);
    await page.getByRole('button', { name: 'Let it write' }).click();
    await page.getByText('“Codex” may now read, write').first().waitFor();
    expect(await scopes()).toEqual(['read', 'write']);
    expect(await page.getByRole('button', { name: 'Let it write' }).count()).toBe(0);

    // Closed and opened again it is the one of this client, whatever is newer.
    await generateKey(page, 'Newer than that');
    await page.goto('/api-keys');
    await page.getByRole('button', { name: 'Codex', exact: true }).click();
    await page.getByText('“Codex” was made for Codex. It may read, write.').waitFor();
    expect(readKey(await copied(page))).toBe(key);
    await page.getByRole('tab', { name: 'Zed', exact: true }).click();
    await page.getByText('“Newer than that” is filled in. It may read, write, admin.').waitFor();
    await page.getByRole('button', { name: 'Make one for Zed (read)' }).waitFor();
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
    expect(await copied(page)).toContain('"Authorization: Bearer ca_live_');
    await page.getByRole('radio', { name: 'macOS / Linux' }).click();
    expect(await copied(page)).toContain("'Authorization: Bearer ca_live_");
    await page.getByRole('radio', { name: 'Add it, key from the environment' }).click();
    expect(await command.textContent()).not.toContain('ca_live_');
    expect(await copied(page)).toMatch(/^export CREATORAUDIT_API_KEY='ca_live_[0-9A-Za-z]{49}'/);
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
    await page.getByText('“Another key” is filled in').waitFor();
    expect(readKey(await copied(page))).toBe(other);
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
