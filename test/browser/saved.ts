import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

/** What the first export menu of a page saves in one of its forms. */
export async function saved(page: Page, form: 'CSV' | 'NDJSON'): Promise<{ name: string; text: string }> {
  await page.getByRole('button', { name: 'Export' }).first().click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: form, exact: true }).click(),
  ]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}
