import { expect, it } from 'vitest';
import { Browser, openDashboardServer, setUpOwner, someone } from '../dashboard/dashboard-server.ts';
import { startOidcProvider } from '../dashboard/oidc-provider.ts';
import { from } from './mail-server.ts';
import { startMailbox } from './mailbox.ts';

it('a sign-in by the provider from a new place is told to the person', async () => {
  const [provider, mailbox] = [await startOidcProvider(), await startMailbox()];
  const dashboard = await openDashboardServer('sqlite', {
    OIDC_DISCOVERY_URL: provider.discoveryUrl,
    OIDC_CLIENT_ID: 'client',
    OIDC_CLIENT_SECRET: 'the provider gave it',
    SMTP_URL: mailbox.url,
    MAIL_FROM: from,
    TRUST_PROXY: 'on',
    SIGN_UP: 'open',
  });
  await setUpOwner(dashboard);
  const { email } = someone();
  const comes = async (address: string) => {
    const browser = new Browser(dashboard);
    const { url } = (await browser.post('/session/oidc')).body.data;
    const back = new URL(provider.signIn(url, { sub: email, email, email_verified: true, name: 'Ann' }));
    const headers = { 'X-Forwarded-For': address, 'User-Agent': 'Firefox/140.0' };
    const answer = await browser.send('GET', `/auth/callback/oidc${back.search}`, undefined, headers);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${dashboard.server.url}/`]);
  };
  for (const address of ['192.0.2.1', '192.0.2.9', '198.51.100.1']) await comes(address);
  const [mail] = await mailbox.to(email);
  expect(mail?.body).toContain('198.51.100.0/24, Firefox');
  expect(mailbox.received).toHaveLength(1);
  await dashboard.stop();
  await provider.stop();
  await mailbox.stop();
});
