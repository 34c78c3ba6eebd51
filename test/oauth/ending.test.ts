import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../src/start/start-server.ts';
import { type Browser, joinAs } from '../dashboard/dashboard-server.ts';
import { listen } from '../revocation/listen.ts';
import { type ConnectServer, doorOf, openConnectServer } from './connect-server.ts';
import { connected } from './connected.ts';
import { rpc } from './raw-app.ts';

interface Ended {
  owner: Browser;
  member: Browser;
  memberId: string;
  appId: string;
}

/** Ways in which an app ends or may less, what its next call is refused with, and what its open stream hears. */
const kinds: readonly (readonly [string, (at: Ended) => Promise<{ status: number }>, number, 'ended' | 'changed'])[] = [
  ['is removed', ({ member, appId }) => member.send('DELETE', `/connected-apps/${appId}`), 401, 'ended'],
  [
    'is disabled',
    ({ owner, appId }) => owner.send('PATCH', `/connected-apps/${appId}`, { status: 'disabled' }),
    403,
    'ended',
  ],
  [
    'is of somebody who is put out',
    ({ owner, memberId }) => owner.send('DELETE', `/members/${memberId}`),
    401,
    'ended',
  ],
  ['is of somebody who leaves', ({ member }) => member.post('/organization/leave'), 401, 'ended'],
  [
    'is of somebody who may less',
    ({ owner, memberId }) => owner.send('PATCH', `/members/${memberId}`, { role: 'viewer' }),
    200,
    'changed',
  ],
];

const write = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'create_creator', arguments: { name: 'Mara' } },
};

describe.each(['sqlite', 'postgres'] as const)('an app on %s that', (dialect) => {
  let server: ConnectServer;
  let node: RunningServer;

  beforeAll(async () => {
    server = await openConnectServer(dialect);
    node = await server.dashboard.node({ CONNECT_PORT: '0', PUBLIC_CONNECT_URL: server.url });
  });
  afterAll(() => server.stop());

  it.each(kinds)(
    '%s does nothing more at once here, and within a second at another process',
    async (...[, change, status, hears]) => {
      const { owner, dashboard } = server;
      const { browser: member, email } = await joinAs(dashboard, owner, 'member');
      const { accessToken } = await connected(server, member, { scope: 'write' });
      const [{ id: appId }] = (await member.get('/connected-apps')).body.data;
      const members = (await owner.get('/members')).body.data;
      const { id: memberId } = members.find((one: { email: string }) => one.email === email);
      const elsewhere = doorOf(node).listensAt;
      for (const door of [server.url, elsewhere]) {
        expect((await rpc(door, accessToken, write)).body.result.isError).not.toBe(true);
      }
      const stream = await listen(elsewhere, accessToken);
      expect((await change({ owner, member, memberId, appId })).status).toBeLessThan(300);
      const at = Date.now();
      const here = await rpc(server.url, accessToken, write);
      expect(here.status).toBe(status);
      if (status === 200) expect(here.body.result.isError).toBe(true);
      const refusedElsewhere = async () => {
        const { status: now, body } = await rpc(elsewhere, accessToken, write);
        return [now, body?.result?.isError ?? true];
      };
      await expect.poll(refusedElsewhere, { timeout: 1_100, interval: 25 }).toEqual([status, true]);
      expect((hears === 'ended' ? await stream.ended : await stream.changed) - at).toBeLessThan(1_500);
      stream.close();
    },
  );
});
