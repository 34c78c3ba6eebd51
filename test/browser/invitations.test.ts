import { expect, it } from 'vitest';
import { invite, join } from './people.ts';
import { testSite } from './site.ts';

const site = testSite();

it('shows an invitation’s link once, and one for an owner to owners alone', async () => {
  const owner = await site().owner();
  const admin = await site().visitor();
  await join(admin, await invite(owner, 'adam@northlight.example', 'admin'), 'Adam');
  const first = await invite(owner, 'olga@northlight.example', 'owner');
  await invite(owner, 'vic@northlight.example', 'viewer');

  await admin.goto('/members');
  await admin.getByText('vic@northlight.example').waitFor();
  expect(await admin.getByText('olga@northlight.example').count()).toBe(0);
  expect(await admin.content()).not.toContain('/invite#');

  await owner.goto('/members');
  await owner.getByText('olga@northlight.example').waitFor();
  expect(await owner.content()).not.toContain('/invite#');
  await owner.getByRole('button', { name: 'Make a new link for olga@northlight.example' }).click();
  const second = (await owner.getByRole('dialog').locator('code').textContent()) ?? '';
  expect(second).not.toBe(first);
  await owner.getByRole('button', { name: 'Done' }).click();

  const early = await site().visitor();
  await early.goto(first);
  await early.getByText('This invitation does not work').waitFor();
  await join(await site().visitor(), second, 'Olga');
});

it('says why an invitation lets nobody in any more, and whose keys have lost their maker', async () => {
  const owner = await site().owner();
  const admin = await site().visitor();
  await join(admin, await invite(owner, 'gone@northlight.example', 'admin'), 'Gone');
  await invite(admin, 'late@northlight.example', 'viewer');
  await admin.goto('/api-keys');
  await admin.getByRole('button', { name: 'Generate key' }).first().click();
  await admin.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Left behind');
  await admin.getByRole('dialog').getByRole('button', { name: 'Generate key' }).click();
  await admin.getByRole('button', { name: 'I have copied' }).click();

  await owner.goto('/members');
  await owner.getByRole('button', { name: 'Remove Gone' }).click();
  await owner.getByRole('button', { name: 'Remove member' }).click();
  await owner.getByText('revoked: whoever made it is no member any more').waitFor();
  await owner.goto('/api-keys');
  await owner.getByText('by Gone, who has left').waitFor();
});
