import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { password } from './people.ts';
import { testSite } from './site.ts';

const site = testSite();

/** Goes on with Tab until what has the focus is called so. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let pressed = 0; pressed < 80; pressed += 1) {
    await page.keyboard.press('Tab');
    if (name.test(await page.evaluate(nameOfFocused))) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}

function nameOfFocused(): string {
  const focused = document.activeElement;
  if (focused instanceof HTMLInputElement && focused.labels !== null && focused.labels.length > 0) {
    return focused.labels[0]?.textContent ?? '';
  }
  return focused?.getAttribute('aria-label') ?? focused?.textContent ?? '';
}

describe('without a mouse', () => {
  it('somebody sets up, makes a key, disables it and turns to the dark', async () => {
    const page = await site().visitor();
    await page.goto(site().setupLink);
    await page.getByLabel('Organization').waitFor();
    for (const [field, value] of [
      [/Organization/, 'Keys only'],
      [/Your name/, 'Kay'],
      [/Email/, 'kay@keys.example'],
      [/Password/, password],
    ] as const) {
      await tabTo(page, field);
      await page.keyboard.type(value);
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'API keys' }).waitFor();

    await tabTo(page, /^Skip to content$/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^Generate key$/);
    await page.keyboard.press('Enter');
    await page.keyboard.type('By hand');
    await page.keyboard.press('Enter');
    await page.locator('code[data-secret]').waitFor();
    await tabTo(page, /^I have copied$/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await tabTo(page, /^By hand is enabled$/);
    await page.keyboard.press('Space');
    await page.getByRole('switch', { name: 'By hand is enabled', checked: false }).waitFor();

    const foot = page.getByRole('button', { name: 'Organization and account' });
    await foot.focus();
    for (const theme of ['light', 'dark']) {
      await page.keyboard.press('Enter');
      // The menu takes the keyboard a moment after it is there, and moves to what is typed a moment after that.
      await page.locator('[role=menu]:focus, [role=menu] :focus').waitFor();
      await page.keyboard.type('Theme');
      await page
        .getByRole('menuitem', { name: /^Theme/ })
        .and(page.locator(':focus'))
        .waitFor();
      await page.keyboard.press('Enter');
      await page.locator(`html[data-theme=${theme}]`).waitFor();
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await foot.and(page.locator(':focus')).waitFor();
    }
    await page.reload();
    await page.locator('html[data-theme=dark]').waitFor();
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
  });
});
