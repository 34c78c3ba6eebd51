import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { testSite } from './site.ts';

const site = testSite();

async function open(path: string): Promise<Page> {
  const page = await site().owner();
  await page.goto(path);
  await page.getByRole('rowheader').first().waitFor();
  return page;
}

const names = (page: Page) => page.getByRole('rowheader').getByRole('link').allTextContents();

describe('accounts', () => {
  it('are searched, filtered and sorted, and the address keeps it', async () => {
    const page = await open('/accounts');
    await page.getByLabel('Search usernames').fill('nimbus');
    await page.getByText('1–3 of 3', { exact: true }).waitFor();
    expect(await names(page)).toHaveLength(3);
    await page.getByLabel('Platform').selectOption('tiktok');
    await page.getByText('1–1 of 1', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('1–1 of 1', { exact: true }).waitFor();
    await page.getByLabel('Search usernames').fill('no such account');
    await page.getByText('Nothing matches').waitFor();

    await page.goto('/accounts');
    await page.getByRole('button', { name: 'Account', exact: true }).click();
    await page.getByRole('button', { name: 'Account', exact: true }).click();
    await page.getByRole('columnheader', { name: 'Account' }).and(page.locator('[aria-sort=ascending]')).waitFor();
    await page.locator('table[aria-busy=false]').waitFor();
    const sorted = await names(page);
    expect(sorted).toEqual(sorted.toSorted());
  });

  it('remember which columns are shown, and ranges drive theirs', async () => {
    const page = await open('/accounts');
    await page.getByRole('columnheader', { name: 'Views (30d)' }).waitFor();
    await page.getByRole('radio', { name: '7 days' }).click();
    await page.getByRole('columnheader', { name: 'Views (7d)' }).waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Category' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Status' }).click();
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('columnheader', { name: 'Category' }).waitFor();
    expect(await page.getByRole('columnheader', { name: 'Status' }).count()).toBe(0);

    await page.getByRole('radio', { name: 'Custom' }).click();
    await page.getByLabel('From').fill('2026-01-05');
    await page.getByLabel('To', { exact: true }).fill('2026-01-02');
    await page.getByText('The first day comes after the last').waitFor();
    await page.getByLabel('To', { exact: true }).fill('2026-01-10');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('columnheader', { name: 'Views (range)' }).waitFor();
  });

  it('are added, paused, linked and deleted, many at once', async () => {
    const page = await open('/accounts');
    for (const username of ['fresh.one', 'fresh.two']) {
      await page.getByRole('button', { name: 'Track account' }).click();
      await page.getByRole('dialog').getByLabel('Username').fill(username);
      await page.getByRole('dialog').getByRole('button', { name: 'Track account' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.getByLabel('Search usernames').fill('fresh.');
    await page.getByText('1–2 of 2').waitFor();

    await page.getByRole('button', { name: 'More for @fresh.one' }).click();
    await page.getByRole('menuitem', { name: 'Link to a creator…' }).click();
    await page.getByLabel('Search creators').fill('otter');
    await page
      .getByRole('dialog')
      .getByRole('radio', { name: /Otter & Oak/ })
      .check();
    await page.getByRole('button', { name: 'Link', exact: true }).click();
    await page
      .getByRole('row', { name: /fresh\.one/ })
      .getByRole('link', { name: 'Otter & Oak' })
      .waitFor();

    await page.getByLabel('Select all rows of this page').check();
    await page.getByText('2 selected').waitFor();
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('row').getByText('Paused').nth(1).waitFor();
    await page.getByLabel('Select all rows of this page').check();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Delete 2 accounts' }).click();
    await page.getByText('Nothing matches').waitFor();
  });

  it('refuse what is tracked already, in words', async () => {
    const page = await open('/accounts');
    await page.getByRole('button', { name: 'Track account' }).click();
    await page.getByRole('dialog').getByLabel('Username').fill('@nimbus.kitchen');
    await page.getByRole('dialog').getByRole('button', { name: 'Track account' }).click();
    await page
      .getByRole('dialog')
      .getByRole('alert')
      .filter({ hasText: /already/i })
      .waitFor();
  });
});

describe('account videos', () => {
  it('are walked page by page and back', async () => {
    const page = await open('/account-videos');
    await page.getByText(/^1–50 of 1,/).waitFor();
    const first = await names(page);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText(/^51–100 of/).waitFor();
    await page.locator('table[aria-busy=false]').waitFor();
    expect(await names(page)).not.toEqual(first);
    await page.getByRole('button', { name: 'Previous' }).click();
    await page.getByText(/^1–50 of/).waitFor();
    await page.locator('table[aria-busy=false]').waitFor();
    expect(await names(page)).toEqual(first);
    await page.getByLabel('Rows a page').selectOption('200');
    await page.getByText(/^1–200 of/).waitFor();
  });
});

describe('creators', () => {
  it('are added, renamed and deleted', async () => {
    const page = await open('/creators');
    await page.getByRole('button', { name: 'Add creator' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Aardvark');
    await page.getByRole('dialog').getByRole('button', { name: 'Add creator' }).click();
    await page.getByRole('button', { name: 'More for Aardvark' }).click();
    await page.getByRole('menuitem', { name: 'Rename…' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Badger');
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    await page.getByRole('button', { name: 'More for Badger' }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete creator' }).click();
    await page.getByRole('link', { name: 'Badger' }).waitFor({ state: 'detached' });
  });

  it('have a page with a chart, and a table in its place', async () => {
    const page = await open('/creators');
    await page.getByRole('link', { name: 'Nimbus Kitchen' }).click();
    await page.getByRole('img', { name: /^Views a day from/ }).waitFor();
    await page.getByRole('button', { name: 'Show as table' }).click();
    await page.getByRole('region', { name: 'Day by day' }).waitFor();
    expect(await page.getByRole('region', { name: 'Day by day' }).getByRole('row').count()).toBe(31);
  });
});

describe('quick search', () => {
  it('finds pages, accounts and creators by the keyboard alone', async () => {
    const page = await open('/accounts');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('glasswing');
    await page.getByRole('option', { name: /Glasswing Beauty/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /glasswing/i }).waitFor();
    await page.keyboard.press('Meta+k');
    await page.keyboard.type('usage');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Usage' }).waitFor();
  });
});
