import type { Locator, Page } from 'playwright-core';
import type { Site } from './site.ts';

export const password = 'a long enough password';

/** The first owner, by the link that the start printed. Ends on the page of keys, with the helper open. */
export async function setUp(site: Site, page: Page, organization = 'Northlight Studio'): Promise<void> {
  await page.goto(site.setupLink);
  await page.getByLabel('Organization').fill(organization);
  await page.getByLabel('Your name').fill('Ana Reyes');
  await page.getByLabel('Email').fill('ana@northlight.example');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Become the owner' }).click();
  await page.getByRole('heading', { name: 'API keys' }).waitFor();
}

export async function signIn(page: Page, email = 'ana@northlight.example'): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}

/** Invites somebody as the page's person; answers the link to pass on. */
export async function invite(page: Page, email: string, role: string): Promise<string> {
  await page.goto('/members');
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Role', { exact: true }).selectOption(role);
  await page.getByRole('button', { name: 'Make invitation' }).click();
  const link = await page.getByRole('dialog').locator('code').textContent();
  await page.getByRole('button', { name: 'Done' }).click();
  if (link === null) throw new Error('The invitation has no link');
  return link;
}

/** Opens an invitation's link and accepts as somebody new. */
export async function join(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}

/** Clicks a Copy button; answers what is in the clipboard then. */
export async function copied(page: Page, where: Page | Locator = page, button = 'Copy'): Promise<string> {
  await where.getByRole('button', { name: button, exact: true }).first().click();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Generates a key and closes the modal; answers the key that was shown once. */
export async function generateKey(page: Page, name: string, scope = 'Everything'): Promise<string> {
  await page.goto('/api-keys');
  await page.getByRole('button', { name: 'Generate key' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel(scope).check();
  await dialog.getByRole('button', { name: 'Generate key' }).click();
  const key = await dialog.locator('code[data-secret]').textContent();
  await page.getByRole('button', { name: 'I have copied' }).click();
  if (key === null) throw new Error('No key was shown');
  return key;
}

/** Makes an organization, which the page shows from then on. */
export async function makeOrganization(page: Page, name: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Organization and account' }).click();
  await page.getByRole('menuitem', { name: 'New organization…' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('button', { name: 'Organization and account' }).filter({ hasText: name }).waitFor();
}
