import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type Site, testSite } from '../site.ts';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** What axe finds, in words. The script goes in over the debugger, so the page's policy stays in force. */
export async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  });
}

/** What was on its way is there. A creator's numbers out of sight stay placeholders: they are asked for when seen. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading').first().waitFor();
  await page.waitForFunction(
    () => document.querySelector('main [role=status] .animate-pulse, [aria-busy=true]') === null,
  );
}

const listed = ['/accounts', '/creators', '/account-videos', '/videos'];

export const pages = ['/', ...listed, '/usage', '/members', '/imports', '/audit', '/settings', '/settings/nowhere'];

/** Runs axe over everything that there is, in one look. A file for each look: two of them run at a time. */
export function axeFindsNothing(name: string, options: BrowserContextOptions): () => Site {
  const site = testSite();
  describe(`axe finds nothing in ${name}`, () => {
    it('on the ways in', async () => {
      const page = await site().visitor(options);
      await page.goto(site().setupLink);
      await page.getByText('This renames').or(page.getByText('This gateway has an owner')).waitFor();
      expect(await findings(page), 'setup').toEqual([]);
      await site().owner();
      for (const path of ['/sign-in', '/setup', '/invite#unknown']) {
        await page.goto(path);
        await page.getByRole('heading').first().waitFor();
        expect(await findings(page), path).toEqual([]);
      }
    });

    it.each(pages)('on %s', async (path) => {
      const page = await site().owner(options);
      await page.goto(path);
      await settled(page);
      expect(await findings(page)).toEqual([]);
    });

    it.each(listed)('on a detail of %s', async (path) => {
      const page = await site().owner(options);
      await page.goto(path);
      await page.getByRole('rowheader').first().getByRole('link').click();
      await page.getByRole('img', { name: /a day from/ }).waitFor();
      await settled(page);
      expect(await findings(page)).toEqual([]);
    });

    it('on keys, the helper, dialogs and menus', async () => {
      const page = await site().owner(options);
      await page.goto('/api-keys?connect=open');
      await page.locator('pre[data-secret]').waitFor();
      expect(await findings(page), 'helper').toEqual([]);
      await page.getByRole('tab', { name: 'ChatGPT' }).click();
      expect(await findings(page), 'a URL with a key').toEqual([]);
      await page.getByRole('button', { name: 'Generate key' }).click();
      expect(await findings(page), 'generate').toEqual([]);
      await page.keyboard.press('Escape');
      const more = page.getByRole('button', { name: /^More for/ }).first();
      for (const entry of ['What can this key do?', 'Rotate…', 'Delete…']) {
        await more.click();
        expect(await findings(page), 'menu').toEqual([]);
        await page.getByRole('menuitem', { name: entry }).click();
        await page.getByRole('dialog').waitFor();
        await settled(page);
        expect(await findings(page), entry).toEqual([]);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('option').first().waitFor();
      expect(await findings(page), 'quick search').toEqual([]);
    });
  });
  return site;
}
