import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { recordLooks } from '../../src/store/ingest/record-looks.ts';
import { openStore } from '../../src/store/open.ts';
import { post, snapshotOf } from '../store/rows.ts';
import { findings, settled } from './axe/axe.ts';
import { testSite } from './site.ts';

/* A number that no source gave is a dash that says so, never 0, and no rate is made of it. */

let folder = '';
let isThere = false;
const site = testSite(async () => {
  folder = await mkdtemp(join(tmpdir(), 'creatoraudit-browser-'));
  return { SAMPLE_DATA: 'off', DATA_DIR: folder };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A source that hides views has seen the account twice, beside the running server. */
async function seenWithoutViews(): Promise<void> {
  const store = await openStore({ kind: 'sqlite', file: join(folder, 'creatoraudit.db') });
  const account = await store.read.selectFrom('accounts').selectAll().executeTakeFirstOrThrow();
  const looks = [2, 1].map((days) => {
    const { profile, posts } = snapshotOf(900, [post('900', 600 / days, { description: 'Hidden views' })]);
    const hidden = posts.map((one) => ({ ...one, view_count: null, play_count: null }));
    return { at: Date.now() - days * 86_400_000, snapshot: { profile, posts: hidden } };
  });
  const origin = { source: 'api', importId: '' } as const;
  const where = { organizationId: account.organization_id, accountId: account.id };
  expect(await recordLooks(store, { ...where, origin, looks })).toBe('recorded');
  await store.close();
}

async function tracked(page: Page): Promise<void> {
  await page.goto('/accounts');
  await page.getByRole('button', { name: 'Track account' }).last().click();
  await page.getByRole('dialog').getByLabel('Username').fill('hidden.views');
  await page.getByRole('dialog').getByRole('button', { name: 'Track account' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.goto('/creators');
  await page.getByRole('button', { name: 'Add creator' }).last().click();
  await page.getByRole('dialog').getByLabel('Name').fill('Ana');
  await page.getByRole('dialog').getByRole('button', { name: 'Add creator' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.goto('/accounts');
  await page.getByRole('button', { name: 'More for @hidden.views' }).click();
  await page.getByRole('menuitem', { name: 'Link to a creator…' }).click();
  await page.getByRole('dialog').getByRole('radio', { name: /Ana/ }).check();
  await page.getByRole('button', { name: 'Link', exact: true }).click();
  await page.getByRole('row').getByRole('link', { name: 'Ana' }).waitFor();
}

const dashes = (within: Page | Locator) => within.getByTitle('not available from this source');

/** What stands in the first row under the heading of a column. */
async function cell(page: Page, column: string): Promise<Locator> {
  const place = page
    .getByRole('columnheader', { name: column, exact: true })
    .evaluate((header) => (header instanceof HTMLTableCellElement ? header.cellIndex : -1));
  return page
    .getByRole('row')
    .nth(1)
    .locator('td, th')
    .nth(await place);
}

/** The number of a card, by its name. */
const figure = (page: Page, name: string) =>
  page.locator('dl > div').filter({ has: page.getByRole('term').filter({ hasText: new RegExp(`^${name}$`) }) });

describe('what no source gave', () => {
  it('is a dash on every page, and what was given is a number beside it', async () => {
    const page = await site().owner();
    if (!isThere) {
      await tracked(page);
      await seenWithoutViews();
      isThere = true;
    }

    await page.goto('/accounts');
    for (const column of ['Total views', 'Views (30d)', 'Eng. rate (30d)']) {
      await dashes(await cell(page, column)).waitFor();
    }
    expect(await (await cell(page, 'Followers')).textContent()).toBe('900');
    expect(await (await cell(page, 'Engagement (30d)')).textContent()).toBe('39');

    await page.getByRole('row').getByRole('link', { name: '@hidden.views' }).click();
    for (const name of ['Views', 'Engagement rate', 'Total views']) await dashes(figure(page, name)).waitFor();
    await figure(page, 'Likes').getByText('30', { exact: true }).waitFor();
    expect(await page.getByRole('radio', { name: 'Views', exact: true }).count()).toBe(0);
    await settled(page);
    expect(await findings(page)).toEqual([]);

    await page.goto('/creators');
    for (const column of ['Views (30d)', 'Change (30d)', 'Eng. rate (30d)']) {
      await dashes(await cell(page, column)).waitFor();
    }
    expect(await (await cell(page, 'Followers')).textContent()).toBe('900');

    await page.goto('/account-videos');
    await dashes(await cell(page, 'Views')).waitFor();
    await page.getByRole('link', { name: 'Hidden views' }).click();
    await dashes(figure(page, 'Views')).waitFor();
    await figure(page, 'Likes').getByText('60', { exact: true }).waitFor();

    await page.goto('/');
    for (const name of ['Views', 'Engagement rate']) await dashes(figure(page, name)).waitFor();
    await page.getByRole('link', { name: 'Ana' }).waitFor();
    await dashes(page.getByRole('listitem').filter({ hasText: 'Ana' })).waitFor();
  });
});
