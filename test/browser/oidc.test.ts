import { afterAll, describe, it } from 'vitest';
import { type OidcProvider, startOidcProvider } from '../dashboard/oidc-provider.ts';
import { invite } from './people.ts';
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
});
