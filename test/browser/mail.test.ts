import { afterAll, describe, expect, it } from 'vitest';
import { type Mailbox, startMailbox } from '../notify/mailbox.ts';
import { findings } from './axe/axe.ts';
import { invite, join, password } from './people.ts';
import { testSite } from './site.ts';

let opened: Mailbox | undefined;

function mailbox(): Mailbox {
  if (opened === undefined) throw new Error('the mailbox opens with the site');
  return opened;
}

const site = testSite(async () => {
  opened = await startMailbox();
  return { SAMPLE_DATA: 'off', SMTP_URL: opened.url, MAIL_FROM: 'gateway@northlight.example' };
});

afterAll(() => opened?.stop());

describe('mail', () => {
  it('brings an invitation, and lets a person choose another password', async () => {
    const owner = await site().owner();
    const link = await invite(owner, 'ona@northlight.example', 'viewer');
    const [invitation] = await mailbox().to('ona@northlight.example');
    expect(invitation?.link).toBe(link);
    const ona = await site().visitor();
    await join(ona, invitation?.link ?? '', 'Ona');

    const page = await site().visitor();
    await page.goto('/accounts');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByLabel('Email').fill('ona@northlight.example');
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByText('If there is an account with a password under ona@northlight.example').waitFor();
    const [, reset] = await mailbox().to('ona@northlight.example', 2);
    await page.goto(reset?.link ?? '');
    await page.getByText('For ona@northlight.example').waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByLabel('New password').fill('another long password');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Your password is changed').first().waitFor();
    await page.getByLabel('Email').fill('ona@northlight.example');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The address or the password is wrong').waitFor();
    await page.getByLabel('Password').fill('another long password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();

    // The session from before has ended, and the link works once.
    await ona.reload();
    await ona.getByRole('heading', { name: 'Sign in' }).waitFor();
    await ona.goto(reset?.link ?? '');
    await ona.getByText('This link does not work, or not any more').waitFor();
    await owner.goto('/members');
    const line = owner.getByRole('listitem').filter({ hasText: 'ona@northlight.example' });
    await line.waitFor();
    expect(await line.getByText('address not proven').count()).toBe(0);
  });

  it('proves an address from the settings, by a click in the same browser', async () => {
    const owner = await site().owner();
    await owner.goto('/settings');
    const card = owner.getByRole('region', { name: 'How you sign in' });
    await card.getByRole('button', { name: 'Prove it by a mail' }).click();
    await card.getByText('A mail is on its way').waitFor();
    const [proof] = await mailbox().to('ana@northlight.example');
    await owner.goto(proof?.link ?? '');
    await owner.getByRole('heading', { name: 'Is this your address?' }).waitFor();
    expect(await findings(owner)).toEqual([]);
    await owner.getByRole('button', { name: 'Yes, it is mine' }).click();
    await owner.getByText('address proven').waitFor();
  });
});
