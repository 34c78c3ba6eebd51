import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Landing, openLanding } from '../oauth/landing.ts';
import { RawApp } from '../oauth/raw-app.ts';
import { findings } from './axe/axe.ts';
import { invite, join, password } from './people.ts';
import { testSite } from './site.ts';

const site = testSite({ CONNECT_PORT: '0' });
let landing: Landing;

beforeAll(async () => {
  landing = await openLanding();
  site().mayGoTo(landing.origin);
});
afterAll(() => landing.stop());

function appNamed(client_name: string): Promise<RawApp> {
  return RawApp.registered(site().connectUrl, { client_name, redirectUri: landing.url });
}

async function allowAs(page: Page, app: RawApp, scope: string): Promise<Record<string, string>> {
  const back = landing.next();
  await page.goto(app.authorizationUrl().href);
  await page.getByLabel(scope, { exact: false }).first().check();
  await page.getByRole('button', { name: 'Allow' }).click();
  const { body, status } = await app.exchange((await back).get('code') ?? '');
  await page.getByText('The app has what it needs.').waitFor();
  expect(status).toBe(200);
  return body;
}

it('asks somebody who is not signed in to sign in first, and then whether to let the app in', async () => {
  const owner = await site().owner();
  await owner.goto('/api-keys');
  const page = await site().visitor();
  const app = await appNamed('Claude');
  const back = landing.next();
  await page.goto(app.authorizationUrl().href);
  await page.getByLabel('Email').fill('ana@northlight.example');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Connect Claude?' }).waitFor();
  await page.getByText('not verified').waitFor();
  await page.getByText('Anybody can give an app this name').waitFor();
  await page.getByText('The answer goes to a program on this machine (127.0.0.1).').waitFor();
  expect(await page.getByLabel('Read', { exact: false }).first().isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Allow' }).click();
  const came = await back;
  expect(came.get('state')).toBe(app.state);
  expect(came.get('iss')).toBe(site().connectUrl);
  const { body } = await app.exchange(came.get('code') ?? '');
  const called = await app.call(body.access_token);
  expect(called.body.result.structuredContent.data).toMatchObject({ api_key_name: 'Claude', scopes: ['read'] });
});

it('gives nothing where it is denied', async () => {
  const owner = await site().owner();
  const app = await appNamed('Denied app');
  const back = landing.next();
  await owner.goto(app.authorizationUrl().href);
  await owner.getByRole('button', { name: 'Deny' }).click();
  const came = await back;
  expect(Object.fromEntries(came)).toMatchObject({ error: 'access_denied', state: app.state, iss: site().connectUrl });
  expect(came.has('code')).toBe(false);
  await owner.getByText('The app has what it needs.').waitFor();
  await owner.goto('/api-keys');
  await owner.getByRole('heading', { name: 'Connected apps' }).waitFor();
  expect(await owner.getByText('Denied app').count()).toBe(0);
});

it('lists the app with what it may, stops it at once, and removes it', async () => {
  const owner = await site().owner();
  const name = `Desk app ${randomUUID().slice(0, 4)}`;
  const app = await appNamed(name);
  const tokens = await allowAs(owner, app, 'Read and write');
  await owner.goto('/api-keys');
  const line = owner.getByRole('listitem').filter({ hasText: name });
  await line.getByText('write', { exact: true }).waitFor();
  await line.getByText('not used yet').waitFor();

  await line.getByRole('switch').click();
  await owner.getByRole('status').filter({ hasText: 'its next request is refused' }).waitFor();
  expect((await app.call(tokens.access_token ?? '')).status).toBe(403);
  await line.getByRole('switch').click();
  await owner.getByRole('status').filter({ hasText: 'works again' }).waitFor();
  expect((await app.call(tokens.access_token ?? '')).status).toBe(200);

  await line.getByRole('button', { name: `Remove ${name}` }).click();
  await owner.getByRole('button', { name: 'Remove app' }).click();
  await line.waitFor({ state: 'detached' });
  expect((await app.call(tokens.access_token ?? '')).status).toBe(401);
  expect((await app.refresh(tokens.refresh_token ?? '')).body.error).toBe('invalid_grant');
});

it('is nobody else’s once a browser has opened it, and shows nothing in a frame', async () => {
  const owner = await site().owner();
  const app = await appNamed('Handed over');
  await owner.goto(app.authorizationUrl().href);
  await owner.getByRole('heading', { name: 'Connect Handed over?' }).waitFor();
  const stranger = await site().visitor();
  await stranger.goto(owner.url());
  await stranger.getByText('This request is over, or was opened elsewhere').waitFor();
  // The one that has it may load the page again.
  await owner.reload();
  await owner.getByRole('heading', { name: 'Connect Handed over?' }).waitFor();
  const page = await fetch(`${site().url}/connect-app`);
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

it('says to people what an app did wrong, where the app must not be told', async () => {
  const page = await site().visitor();
  const app = await appNamed('Wrong app');
  await page.goto(app.authorizationUrl({ redirect_uri: 'https://elsewhere.example/cb' }).href);
  await page.getByText('an address that it has not named before').waitFor();
  await page.goto(app.authorizationUrl({ client_id: 'nobody' }).href);
  await page.getByText('does not know the app').waitFor();
});

it('is what the Connect helper offers first for Claude Desktop and ChatGPT', async () => {
  const owner = await site().owner();
  await owner.goto('/api-keys');
  await owner.getByRole('button', { name: 'Claude Desktop', exact: true }).click();
  for (const client of ['Claude Desktop', 'ChatGPT']) {
    await owner.getByRole('tab', { name: client, exact: true }).click();
    await owner.getByText(`${site().connectUrl}/mcp`, { exact: true }).first().waitFor();
    await owner.getByText('It sends you here: sign in').first().waitFor();
    await owner.getByText('needs a public https URL').first().waitFor();
  }
});

it('is shown to a viewer on the page of settings, and passes what machines can tell of being usable', async () => {
  const owner = await site().owner();
  const viewer = await site().visitor();
  await join(viewer, await invite(owner, `vera-${randomUUID().slice(0, 6)}@northlight.example`, 'viewer'), 'Vera');
  const app = await appNamed('Viewer app');
  const back = landing.next();
  await viewer.goto(app.authorizationUrl().href);
  await viewer.getByRole('heading', { name: 'Connect Viewer app?' }).waitFor();
  expect(await viewer.getByLabel('Read and write').count()).toBe(0);
  expect(await findings(viewer)).toEqual([]);
  await viewer.getByRole('button', { name: 'Allow' }).click();
  await app.exchange((await back).get('code') ?? '');
  await viewer.getByText('The app has what it needs.').waitFor();
  await viewer.goto('/settings');
  await viewer.getByText('Viewer app').first().waitFor();
});
