import { describe, expect, it } from 'vitest';
import { axeFindsNothing, findings, pages, settled } from './axe.ts';

const options = { colorScheme: 'light', viewport: { width: 390, height: 844 } } as const;
const site = axeFindsNothing('narrow', options);

describe('the drawer of narrow screens', () => {
  it('passes too, with the organization menu in it', async () => {
    const page = await site().owner(options);
    await page.goto('/');
    await page.getByRole('button', { name: 'Open menu' }).click();
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Organization and account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});

it.each(pages)('%s is no wider than the window: only tables scroll sideways, on their own', async (path) => {
  const page = await site().owner(options);
  await page.goto(path);
  await settled(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});
