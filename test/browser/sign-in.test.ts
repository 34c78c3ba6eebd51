import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { findings } from './axe/axe.ts';
import { invite, join, password, signIn } from './people.ts';
import { testSite } from './site.ts';

const site = testSite({ SAMPLE_DATA: 'off' });
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';

async function tryWith(page: Page, email: string, secret: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const sessionsOf = (page: Page) => page.getByRole('region', { name: 'Where you are signed in' });

describe('signing in', () => {
  it('says how long to wait after a wrong password, counts it down, and lets in afterwards', async () => {
    const member = await site().visitor();
    await join(member, await invite(await site().owner(), 'wanda@northlight.example', 'viewer'), 'Wanda');
    const page = await site().visitor();
    await page.goto('/');
    await tryWith(page, 'wanda@northlight.example', 'not the password');
    await page.getByText('The address or the password is wrong.').waitFor();
    await page.getByText('You can try again now.').waitFor();
    // Somebody else goes on guessing meanwhile, so that the wait is longer than a person is quick.
    const other = await site().visitor();
    await other.goto('/');
    for (const _ of [1, 2]) {
      const answered = other.waitForResponse(/sign-in$/);
      await tryWith(other, 'wanda@northlight.example', 'a guess');
      expect((await answered).status()).toBe(401);
    }
    const button = page.getByRole('button', { name: 'Sign in' });
    await tryWith(page, 'wanda@northlight.example', password);
    await page.getByText(/After a wrong password the next try has to wait\. Try again in \d seconds/).waitFor();
    await page
      .getByRole('timer')
      .getByText(/Still \d seconds?/)
      .waitFor();
    expect(await button.isDisabled()).toBe(true);
    expect(await findings(page)).toEqual([]);
    await page.getByText('You can try again now.').waitFor();
    expect(await button.isDisabled()).toBe(false);
    await button.click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  });
});

describe('the list of one’s sessions', () => {
  it('names each browser and which is this one, and ends the others one by one', async () => {
    const owner = await site().owner();
    const there = await site().visitor({ userAgent: firefox });
    await signIn(there);
    await owner.goto('/settings');
    const card = sessionsOf(owner);
    await card.getByText('Firefox on Windows').waitFor();
    const lines = card.getByRole('listitem');
    expect(await lines.count()).toBe(2);
    const [mine, other] = [lines.filter({ hasText: 'this one' }), lines.filter({ hasText: 'Firefox on Windows' })];
    expect(await mine.textContent()).toMatch(/^Chrome on Linux.*from the server itself.*last used/);
    expect(await findings(owner)).toEqual([]);
    await other.getByRole('button', { name: 'End' }).click();
    await owner.getByRole('status').getByText('That session has ended').waitFor();
    await card.getByText('Firefox on Windows').waitFor({ state: 'detached' });
    await there.goto('/');
    await there.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('signs out everywhere, here too', async () => {
    const here = await site().visitor();
    await join(here, await invite(await site().owner(), 'evan@northlight.example', 'viewer'), 'Evan');
    const there = await site().visitor({ userAgent: firefox });
    await signIn(there, 'evan@northlight.example');
    await here.goto('/settings');
    await sessionsOf(here).getByText('Firefox on Windows').waitFor();
    await sessionsOf(here).getByRole('button', { name: 'Sign out everywhere…' }).click();
    const dialog = here.getByRole('dialog');
    await dialog.getByText('All of your sessions end, this one too').waitFor();
    await dialog.getByRole('button', { name: 'Sign out everywhere' }).click();
    await here.getByRole('heading', { name: 'Sign in' }).waitFor();
    await there.reload();
    await there.getByRole('heading', { name: 'Sign in' }).waitFor();
    // Nobody else.
    const owner = await site().owner();
    await owner.goto('/settings');
    await sessionsOf(owner).getByText('this one').waitFor();
  });
});
