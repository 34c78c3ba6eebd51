import { afterAll, describe, it } from 'vitest';
import { type OidcProvider, startOidcProvider } from '../dashboard/oidc-provider.ts';
import { invite, join, password } from './people.ts';
import { testSite } from './site.ts';

let provider: OidcProvider | undefined;

function atProvider(): OidcProvider {
  if (provider === undefined) throw new Error('the provider starts with the site');
  return provider;
}

const site = testSite(async () => {
  provider = await startOidcProvider();
  return {
    SAMPLE_DATA: 'off',
    OIDC_DISCOVERY_URL: provider.discoveryUrl,
    OIDC_CLIENT_ID: 'client',
    OIDC_CLIENT_SECRET: 'the provider gave it',
    OIDC_LABEL: 'Continue with Acme',
  };
});

// After the site, which still talks to it.
afterAll(() => provider?.stop());

const person = (email: string) => ({ sub: `sub of ${email}`, email, email_verified: true, name: 'Ona Diaz' });

describe('signing in by OpenID Connect', () => {
  it('says why whoever was not invited is not let in, and a sign-in that was cancelled', async () => {
    await site().owner();
    const page = await site().visitor();
    await page.goto('/accounts');
    const button = page.getByRole('button', { name: 'Continue with Acme' });
    atProvider().visitedBy(person('stranger@elsewhere.example'));
    await button.click();
    await page.getByText('People come here by invitation').waitFor();
    atProvider().visitedBy(null);
    await button.click();
    await page.getByText('The sign-in was cancelled').waitFor();
    await page.getByLabel('Password').waitFor();
  });

  it('lets in whoever was invited, by the link', async () => {
    const link = await invite(await site().owner(), 'ona@northlight.example', 'viewer');
    const page = await site().visitor();
    await page.goto(link);
    await page.getByText('ona@northlight.example').waitFor();
    atProvider().visitedBy(person('ona@northlight.example'));
    await page.getByRole('button', { name: 'Continue with Acme' }).click();
    await page.getByRole('heading', { name: 'Join Northlight Studio' }).waitFor();
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();

    const again = await site().visitor();
    await again.goto('/');
    await again.getByRole('button', { name: 'Continue with Acme' }).click();
    await again.getByRole('heading', { name: 'Overview' }).waitFor();
    await again.getByText('Ona Diaz').waitFor();
  });

  it('is linked to an account and unlinked on the settings page, and proves its address', async () => {
    const owner = await site().owner();
    const max = await site().visitor();
    await join(max, await invite(owner, 'max@northlight.example', 'member'), 'Max');
    await owner.goto('/members');
    const line = owner.getByRole('listitem').filter({ hasText: 'max@northlight.example' });
    await line.getByText('address not proven').waitFor();

    await max.goto('/settings');
    const card = max.getByRole('region', { name: 'How you sign in' });
    await card.getByText('No provider is linked').waitFor();
    await card.getByRole('button', { name: 'Link “Continue with Acme”' }).click();
    await card.getByLabel('Your password here').fill(password);
    atProvider().visitedBy(person('max@northlight.example'));
    await card.getByRole('button', { name: 'Go to the provider' }).click();
    await card.getByText(atProvider().issuer).waitFor();
    await card.getByText('address proven').waitFor();
    await owner.reload();
    await line.waitFor();
    await line.getByText('address not proven').waitFor({ state: 'detached' });

    await card.getByRole('button', { name: 'Unlink' }).click();
    await card.getByText('No provider is linked').waitFor();
    const refused = await site().visitor();
    await refused.goto('/');
    await refused.getByRole('button', { name: 'Continue with Acme' }).click();
    await refused.getByText('Another account here has proven this address').waitFor();
  });

  it('tells whoever lost an address to the person who proved it, and the members beside them', async () => {
    const owner = await site().owner();
    const squatter = await site().visitor();
    await join(squatter, await invite(owner, 'zoe@northlight.example', 'member'), 'Not Zoe');
    await owner.goto('/');
    await owner.getByRole('button', { name: 'Organization and account' }).click();
    await owner.getByRole('menuitem', { name: 'New organization…' }).click();
    await owner.getByLabel('Name').fill('Zoe and friends');
    await owner.getByRole('button', { name: 'Create' }).click();
    await owner.getByRole('button', { name: 'Organization and account' }).filter({ hasText: 'Zoe and' }).waitFor();
    const zoe = await site().visitor();
    await zoe.goto(await invite(owner, 'zoe@northlight.example', 'viewer'));
    atProvider().visitedBy(person('zoe@northlight.example'));
    await zoe.getByRole('button', { name: 'Continue with Acme' }).click();
    await zoe.getByRole('button', { name: 'Accept' }).click();
    await zoe.getByRole('heading', { name: 'Overview' }).waitFor();

    await squatter.goto('/');
    await squatter.getByText('Somebody else has proven the address zoe@northlight.example').waitFor();
    await squatter.getByText(/^zoe-[0-9a-f]{12}@sign-in\.invalid$/).waitFor();
    await squatter.getByRole('button', { name: 'I have noted it' }).click();
    await squatter.getByText('Somebody else has proven').waitFor({ state: 'detached' });
    const again = await site().visitor();
    await again.goto('/');
    await again.getByLabel('Email').fill('zoe@northlight.example');
    await again.getByLabel('Password').fill(password);
    await again.getByRole('button', { name: 'Sign in' }).click();
    await again.getByText(/under the sign-in name zoe-[0-9a-f]{12}@sign-in\.invalid/).waitFor();
  });
});
