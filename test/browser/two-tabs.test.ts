import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { dashboardApiBase, organizationHeader } from '../../src/dashboard/contract/route.ts';
import { navigation as groups } from '../../src/web/navigation.ts';
import { findings } from './axe/axe.ts';
import { generateKey, invite, join, makeOrganization } from './people.ts';
import { testSite } from './site.ts';

const site = testSite();

const navigation = groups.flatMap(({ items }) => items);

const foot = (page: Page, organization: string) =>
  page.getByRole('button', { name: 'Organization and account' }).filter({ hasText: organization });

async function switchTo(page: Page, organization: string): Promise<void> {
  await page.getByRole('button', { name: 'Organization and account' }).click();
  await page.getByRole('menuitem', { name: organization, exact: true }).click();
  await foot(page, organization).waitFor();
}

/** A second tab of the same browser. `deaf`: as if it heard and told nothing of switches. */
async function tabBeside(page: Page, { deaf = false } = {}): Promise<Page> {
  const tab = await page.context().newPage();
  tab.setDefaultTimeout(20_000);
  if (deaf) {
    await tab.addInitScript(() => {
      BroadcastChannel.prototype.postMessage = () => undefined;
    });
  }
  return tab;
}

/** The owner, whose session the test before has left in whatever organization. */
async function ownerOfNorthlight(): Promise<Page> {
  const page = await site().owner();
  await page.goto('/');
  await switchTo(page, 'Northlight Studio');
  return page;
}

/** An owner of two organizations, whose page shows the first one, with a key in it. */
async function ownerOfTwo(second: string, key: string): Promise<Page> {
  const page = await site().owner();
  await makeOrganization(page, second);
  await switchTo(page, 'Northlight Studio');
  await generateKey(page, key);
  await page.getByRole('listitem').filter({ hasText: key }).waitFor();
  return page;
}

describe('two tabs in two organizations', () => {
  it('are one: a switch in one of them is followed by the other, with nothing left of the first', async () => {
    const page = await ownerOfTwo('Followed', 'Followed key');
    const tab = await tabBeside(page);
    await tab.goto('/');
    await switchTo(tab, 'Followed');
    await foot(page, 'Followed').waitFor();
    await page.goto('/api-keys');
    await page.getByText('No key is enabled').waitFor();
    expect(await page.content()).not.toContain('Followed key');
    await switchTo(page, 'Northlight Studio');
    await foot(tab, 'Northlight Studio').waitFor();
  });

  it('act each in what it shows, where one has heard nothing of the switch', async () => {
    const page = await ownerOfTwo('Unheard', 'Unheard key');
    const tab = await tabBeside(page, { deaf: true });
    await tab.goto('/');
    await switchTo(tab, 'Unheard');
    // Nothing is loaded anew: the page itself asks for its list again after making a key.
    await page.getByRole('button', { name: 'Generate key' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Made by the first page');
    await page.getByRole('dialog').getByRole('button', { name: 'Generate key' }).click();
    await page.getByRole('button', { name: 'I have copied' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Made by the first page' }).waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Unheard key' }).waitFor();
    expect(await foot(page, 'Northlight Studio').isVisible()).toBe(true);
    await tab.goto('/api-keys');
    await tab.getByText('No key is enabled').waitFor();
    expect(await tab.content()).not.toContain('Made by the first page');
  });

  it('show no answer that came too late under the name of another organization', async () => {
    const page = await ownerOfTwo('Late', 'Late key');
    const tab = await tabBeside(page);
    await tab.goto('/');
    const { promise: held, resolve: hold } = Promise.withResolvers<Route>();
    await page.route(`**${dashboardApiBase}/v2/creators?*`, hold, { times: 1 });
    await page.getByRole('link', { name: 'Creators' }).click();
    const route = await held;
    await switchTo(tab, 'Late');
    await foot(page, 'Late').waitFor();
    await route.continue().catch(() => undefined);
    await page.getByRole('link', { name: 'Creators' }).click();
    await page.getByText('No creators yet').waitFor();
    expect(await page.getByRole('rowheader').count()).toBe(0);
  });

  it('are signed out together', async () => {
    const page = await site().visitor();
    await join(page, await invite(await ownerOfNorthlight(), 'tabs@northlight.example', 'viewer'), 'Tabs');
    const tab = await tabBeside(page);
    await tab.goto('/accounts');
    await foot(tab, 'Northlight Studio').waitFor();
    await page.getByRole('button', { name: 'Organization and account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await tab.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});

describe('somebody who is removed', () => {
  it('is told so by the open page and by a new one, and enters another organization by choice', async () => {
    const owner = await ownerOfNorthlight();
    const guest = await site().visitor();
    await join(guest, await invite(owner, 'gus@northlight.example', 'member'), 'Gus');
    await makeOrganization(owner, 'Elsewhere');
    const elsewhere = await invite(owner, 'gus@northlight.example', 'viewer');
    const tab = await tabBeside(guest, { deaf: true });
    await tab.goto(elsewhere);
    await tab.getByRole('button', { name: 'Accept' }).click();
    await foot(tab, 'Elsewhere').waitFor();
    await switchTo(tab, 'Northlight Studio');

    await switchTo(owner, 'Northlight Studio');
    await owner.goto('/members');
    await owner.getByRole('button', { name: 'Remove Gus' }).click();
    await owner.getByRole('button', { name: 'Remove member' }).click();
    await owner.getByText('gus@northlight.example').waitFor({ state: 'detached' });

    await guest.getByRole('link', { name: 'Accounts', exact: true }).click();
    await guest.getByRole('heading', { name: 'You are no longer in Northlight Studio' }).waitFor();
    expect(await findings(guest)).toEqual([]);
    await guest.reload();
    await guest.getByRole('heading', { name: 'You are no longer in that organization' }).waitFor();
    await guest.getByRole('button', { name: 'Open Elsewhere' }).click();
    await foot(guest, 'Elsewhere').waitFor();
  });

  it('is told so by a page whose session was moved on by another tab', async () => {
    const owner = await ownerOfNorthlight();
    const guest = await site().visitor();
    await join(guest, await invite(owner, 'mia@northlight.example', 'member'), 'Mia');
    await makeOrganization(owner, 'Moved on');
    const link = await invite(owner, 'mia@northlight.example', 'viewer');
    const tab = await tabBeside(guest, { deaf: true });
    await tab.goto(link);
    await tab.getByRole('button', { name: 'Accept' }).click();
    await foot(tab, 'Moved on').waitFor();
    await switchTo(owner, 'Northlight Studio');
    await owner.goto('/members');
    await owner.getByRole('button', { name: 'Remove Mia' }).click();
    await owner.getByRole('button', { name: 'Remove member' }).click();
    await owner.getByText('mia@northlight.example').waitFor({ state: 'detached' });
    await guest.getByRole('link', { name: 'Accounts', exact: true }).click();
    await guest.getByRole('heading', { name: 'You are no longer in Northlight Studio' }).waitFor();
  });
});

describe('every page', () => {
  it('says its organization in each request, and holds no link to the API, which could not', async () => {
    const page = await site().owner();
    const silent: string[] = [];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (!pathname.startsWith(dashboardApiBase) || pathname === `${dashboardApiBase}/session`) return;
      if (request.headers()[organizationHeader.toLowerCase()] === undefined) silent.push(pathname);
    });
    const hrefs = [];
    for (const { href } of navigation) {
      await page.goto(href);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      hrefs.push(
        ...(await page
          .locator('a[href], [download], form[action]')
          .evaluateAll((all) => all.map((one) => one.outerHTML))),
      );
    }
    expect(silent).toEqual([]);
    expect(hrefs.length).toBeGreaterThan(navigation.length);
    expect(hrefs.filter((html) => html.includes('/dashboard/api') || html.includes('download'))).toEqual([]);
  });
});
