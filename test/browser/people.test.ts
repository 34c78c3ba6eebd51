import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { csrfHeader, dashboardApiBase, organizationHeader } from '../../src/dashboard/contract/route.ts';
import { invite, join, password } from './people.ts';
import { testSite } from './site.ts';

const site = testSite({ SIGN_UP: 'open' });

/** What somebody would try who knows the API, with the session of the page. */
function attempt(page: Page, method: string, path: string, body: object): Promise<number> {
  return page.evaluate(
    async ({ api, url, csrf, organization, ...rest }) => {
      const { data } = await (await fetch(`${api}/session`)).json();
      const shown = { [organization]: data.organization.id };
      const headers = { 'Content-Type': 'application/json', [csrf.name]: csrf.value, ...shown };
      return (await fetch(url, { method: rest.method, headers, body: JSON.stringify(rest.body) })).status;
    },
    {
      api: dashboardApiBase,
      url: `${dashboardApiBase}${path}`,
      method,
      body,
      csrf: csrfHeader,
      organization: organizationHeader,
    },
  );
}

describe('several people', () => {
  it('lets a viewer look and nothing else', async () => {
    const owner = await site().owner();
    const link = await invite(owner, 'vera@northlight.example', 'viewer');

    const viewer = await site().visitor();
    await join(viewer, link, 'Vera');
    const nav = viewer.getByRole('navigation', { name: 'Main' });
    expect(await nav.getByRole('link').allTextContents()).toEqual([
      'Overview',
      'Accounts',
      'Creators',
      'Account videos',
      'Individual videos',
      'Settings',
    ]);
    for (const path of ['/api-keys', '/usage', '/members', '/imports', '/audit']) {
      await viewer.goto(path);
      await viewer.getByText('There is nothing here for you').waitFor();
    }
    await viewer.goto('/accounts');
    await viewer.getByRole('rowheader').first().waitFor();
    expect(await viewer.getByRole('button', { name: /Track account|More for/ }).count()).toBe(0);
    expect(await viewer.getByRole('checkbox').count()).toBe(0);
    expect(await attempt(viewer, 'POST', '/v2/creators', { name: 'Mine' })).toBe(403);
    expect(await attempt(viewer, 'POST', '/api-keys', { name: 'Mine' })).toBe(403);
    expect(await attempt(viewer, 'POST', '/connect/key', { client: 'codex' })).toBe(403);
    expect(await attempt(viewer, 'POST', '/invitations', { email: 'x@y.example', role: 'owner' })).toBe(403);
  });

  it('shows a member masked keys, and nothing that manages them', async () => {
    const owner = await site().owner();
    const member = await site().visitor();
    await join(member, await invite(owner, 'max@northlight.example', 'member'), 'Max');
    await member.goto('/api-keys');
    await member
      .getByText(/^ca_live_.{4}….{4}$/)
      .first()
      .waitFor();
    expect(await member.getByRole('button', { name: 'Generate key' }).count()).toBe(0);
    expect(await member.getByRole('switch').count()).toBe(0);
    expect(await member.getByText('Connect to an AI agent').count()).toBe(0);
    expect(await attempt(member, 'POST', '/api-keys', { name: 'Mine' })).toBe(403);
  });

  it('asks whoever opens an invitation which they are, and lets in who has an account by its password', async () => {
    const owner = await site().owner();
    const first = await site().visitor();
    await join(first, await invite(owner, 'twice@northlight.example', 'viewer'), 'Twice');
    await owner.goto('/');
    await owner.getByRole('button', { name: 'Organization and account' }).click();
    await owner.getByRole('menuitem', { name: 'New organization…' }).click();
    await owner.getByLabel('Name').fill('Another house');
    await owner.getByRole('button', { name: 'Create' }).click();
    await owner.getByRole('button', { name: 'Organization and account' }).filter({ hasText: 'Another' }).waitFor();
    const page = await site().visitor();
    await page.goto(await invite(owner, 'twice@northlight.example', 'viewer'));
    await page.getByLabel('Your name').waitFor();
    await page.getByRole('radio', { name: 'I have an account' }).click();
    await page.getByLabel('Your password here').fill('not the password');
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByText('This did not let you in').waitFor();
    await page.getByLabel('Your password here').fill(password);
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await owner.getByRole('button', { name: 'Organization and account' }).click();
    await owner.getByRole('menuitem', { name: 'Northlight Studio' }).click();
    await owner.getByRole('button', { name: 'Organization and account' }).filter({ hasText: 'Northlight' }).waitFor();
  });

  it('does not open an invitation twice', async () => {
    const owner = await site().owner();
    const link = await invite(owner, 'once@northlight.example', 'viewer');
    await join(await site().visitor(), link, 'Once');
    const second = await site().visitor();
    await second.goto(link);
    await second.getByText('This invitation does not work').waitFor();
  });
});

describe('two organizations', () => {
  it('know nothing of each other', async () => {
    const ana = await site().owner();
    await ana.goto('/accounts');
    const path = (await ana.getByRole('rowheader').first().getByRole('link').getAttribute('href')) ?? '';

    const ben = await site().visitor();
    await ben.goto('/sign-in');
    await ben.getByRole('link', { name: 'Make an organization' }).click();
    await ben.getByLabel('Organization').fill('Southwind');
    await ben.getByLabel('Your name').fill('Ben');
    await ben.getByLabel('Email').fill('ben@southwind.example');
    await ben.getByLabel('Password').fill(password);
    await ben.getByRole('button', { name: 'Create account' }).click();
    await ben.getByRole('heading', { name: 'API keys' }).waitFor();
    await ben.goto('/accounts');
    await ben.getByText('No accounts yet').waitFor();
    await ben.goto(path);
    await ben.getByText('No such account in this organization').waitFor();
  });

  it('are switched in the foot of the sidebar, and nothing stays on the screen', async () => {
    const page = await site().owner();
    await page.goto('/');
    const foot = page.getByRole('button', { name: 'Organization and account' });
    await foot.click();
    await page.getByRole('menuitem', { name: 'New organization…' }).click();
    await page.getByLabel('Name').fill('Second site');
    await page.getByRole('button', { name: 'Create' }).click();
    await foot.filter({ hasText: 'Second site' }).waitFor();
    await page.goto('/creators');
    await page.getByText('No creators yet').waitFor();
    await foot.click();
    await page.getByRole('menuitem', { name: 'Northlight Studio' }).click();
    await foot.filter({ hasText: 'Northlight Studio' }).waitFor();
    await page.goto('/creators');
    await page.getByRole('rowheader').first().waitFor();
  });

  it('end for somebody who is removed while the page is open', async () => {
    const owner = await site().owner();
    const guest = await site().visitor();
    await join(guest, await invite(owner, 'guest@northlight.example', 'member'), 'Gus');
    await owner.goto('/members');
    await owner.getByRole('button', { name: 'Remove Gus' }).click();
    await owner.getByRole('button', { name: 'Remove member' }).click();
    await owner.getByText('guest@northlight.example').waitFor({ state: 'detached' });
    await guest.reload();
    await guest.getByRole('heading', { name: 'You are in no organization' }).waitFor();
  });
});
