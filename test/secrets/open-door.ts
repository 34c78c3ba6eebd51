import { createHash, randomBytes } from 'node:crypto';
import { Browser } from '../dashboard/dashboard-server.ts';
import { allow, openAuthorization } from '../oauth/connect-server.ts';
import { connected } from '../oauth/connected.ts';
import { RawApp } from '../oauth/raw-app.ts';
import type { Door } from './door-requests.ts';
import type { Planted } from './planted.ts';
import { password } from './set-up.ts';

/**
 * Lets apps in at the door, and remembers all secrets that come of it: tokens, an app's secret before and after it was
 * renewed, codes that nobody has come for, and references of requests, opened and not.
 */
export async function openDoor(
  { url, doorUrl, organization }: { url: string; doorUrl: string; organization: string },
  planted: Planted,
): Promise<Door> {
  const owner = new Browser({ server: { url, setupLink: null } });
  await owner.post('/session/sign-in', { email: 'owner@example.com', password });
  owner.shows = organization;
  const app = await RawApp.registered(doorUrl);
  const used = await connected({ url: doorUrl }, owner, { scope: 'write' }, app);
  const renewed = (await app.refresh(used.refreshToken)).body;
  const own = (await owner.post('/own-apps', { name: 'Own', redirect_uris: [app.redirectUri] })).body.data;
  const next = (await owner.post(`/own-apps/${own.id}/secret`, {})).body.data;
  const ownApp = new RawApp(doorUrl, own.id, app.redirectUri);
  const waiting = await Promise.all([app, ownApp].map((one) => openAuthorization(one.authorizationUrl())));
  await owner.post('/connect-requests/open', { reference: waiting[0]?.reference });
  const codes = [await allow(owner, app.authorizationUrl()), await allow(owner, ownApp.authorizationUrl())];
  const tokens = [used.accessToken, used.refreshToken, renewed.access_token, renewed.refresh_token];
  for (const secret of [...tokens, own.client_secret, next.client_secret]) planted.works(secret);
  for (const { reference } of waiting) planted.worksUnnamed(reference);
  for (const back of codes) planted.worksUnnamed(back.searchParams.get('code') ?? '');
  const requestCookie = [...owner.cookies].find(([name]) => name.endsWith('connect_request'))?.[1] ?? '';
  planted.worksUnnamed(requestCookie);
  return {
    port: Number(new URL(doorUrl).port),
    clientIds: [app.clientId, own.id],
    redirectUri: app.redirectUri,
    challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
  };
}
