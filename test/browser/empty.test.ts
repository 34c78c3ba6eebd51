import { expect, it } from 'vitest';
import { findings, settled } from './axe/axe.ts';
import { testSite } from './site.ts';

const site = testSite({ SAMPLE_DATA: 'off' });

/** What each page says where there is nothing yet, and the first step that it offers. */
const pages = [
  { path: '/', says: 'No numbers yet', offers: 'Track an account' },
  { path: '/accounts', says: 'No accounts yet', offers: 'Track account' },
  { path: '/creators', says: 'No creators yet', offers: 'Add creator' },
  { path: '/account-videos', says: 'No videos yet', offers: null },
  { path: '/videos', says: 'No videos yet', offers: 'Track video' },
  { path: '/usage', says: 'No calls in this range', offers: null },
] as const;

it.each(pages)('$path says what to do where there is nothing yet', async ({ path, says, offers }) => {
  const page = await site().owner();
  await page.goto(path);
  await settled(page);
  await page.getByText(says).first().waitFor();
  const main = page.getByRole('main');
  if (offers !== null) {
    const step = main
      .getByRole('button', { name: offers })
      .or(main.getByRole('link', { name: offers }))
      .last();
    await step.click();
    const next = path === '/' ? page.getByRole('heading', { name: 'Accounts', exact: true }) : page.getByRole('dialog');
    await next.waitFor();
  }
  expect(await findings(page)).toEqual([]);
});
