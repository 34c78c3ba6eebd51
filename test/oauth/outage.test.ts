import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { allow, openConnectServer } from './connect-server.ts';
import { connected } from './connected.ts';

/** For anything else than these words a client throws away what it has, or sends its person to sign in. */
const later = { status: 503, body: { error: 'temporarily_unavailable' } };

test('a store that cannot be written costs nobody their sign-in', async () => {
  const server = await openConnectServer();
  const { app, refreshToken } = await connected(server, server.owner);
  const code = (await allow(server.owner, app.authorizationUrl())).searchParams.get('code') ?? '';
  const file = join(dirname(server.dashboard.secretsFile), 'creatoraudit.db');
  await rename(file, `${file}.away`);
  const answers = [await app.refresh(refreshToken), await app.exchange(code), await app.revoke(refreshToken)];
  await rename(`${file}.away`, file);
  for (const answer of answers) {
    expect(answer).toMatchObject(later);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect((await app.refresh(refreshToken)).status).toBe(200);
  await server.stop();
});
