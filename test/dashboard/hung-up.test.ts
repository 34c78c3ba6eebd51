import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { dashboardRestBase } from '../../src/dashboard/contract/route.ts';
import { figure } from '../long/trials.ts';
import { setUpOwner, testDashboards } from './dashboard-server.ts';

const trials = 100;

// A page that is left drops what it asked for: in the log of a server with visitors those were errors, a few a minute.
testDashboards('a request whose client hangs up', (dashboard) => {
  it('is no failure, whenever that is, at any door', async () => {
    const { browser } = await setUpOwner(dashboard());
    const { key } = (await browser.post('/api-keys', { name: 'agent' })).body.data;
    const { hostname, port } = new URL(dashboard().server.url);
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_creators', arguments: {} } };
    const json = JSON.stringify(call);
    const bearer = `Authorization: Bearer ${key}`;
    const requests = [
      [`GET ${dashboardRestBase}/creators HTTP/1.1`, `Cookie: ${browser.cookieHeader}`, '', ''],
      ['GET /v2/creators HTTP/1.1', bearer, '', ''],
      ['POST /mcp HTTP/1.1', bearer, 'Content-Type: application/json', `Content-Length: ${json.length}`, '', json],
    ];
    for (const [first = '', ...rest] of requests) {
      for (let trial = 0; trial < trials; trial += 1) {
        const socket = connect(Number(port), hostname);
        socket.on('error', () => undefined);
        const text = [first, `Host: ${hostname}:${port}`, ...rest].join('\r\n');
        await new Promise<void>((resolve) => socket.write(text, () => resolve()));
        for (let turns = 0; turns < trial % 20; turns += 1) await turn();
        socket.destroy();
      }
    }
    // Whatever is still under way ends before this one does.
    await dashboard().restart();
    const lines = dashboard().log().split('\n');
    const hungUp = lines.filter((line) => line.includes('"status":499')).length;
    figure(`clients that hung up before the answer: ${hungUp} of ${requests.length * trials}`);
    expect(hungUp).toBeGreaterThan(0);
    expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});
