import { expect, it } from 'vitest';
import { testServer } from '../server/test-server.ts';
import { call } from '../server/wire.ts';

const at = testServer({ METRICS_PORT: '0' });

it('are served on their own port only, to this machine only', async () => {
  const { metricsUrl } = at().running;
  const url = (metricsUrl ?? '').replace('/metrics', '');
  expect((await at().call('GET', '/metrics')).status).toBe(404);
  expect((await call(url, 'GET', '/')).status).toBe(404);
  expect((await call(url, 'GET', '/metrics', { headers: { Host: 'evil.example' } })).status).toBe(404);
  expect((await call(url, 'GET', '/metrics')).headers.get('content-type')).toContain('text/plain');
});

it('count by template, code and tool, never by anything from outside', async () => {
  const key = await at().key();
  const outside = 'OUTSIDETEXT';
  const rpc = (name: string) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } });
  await at().call('GET', '/v2/whoami', { key });
  await at().call('GET', '/v2/whoami', { key: `ca_live_${'0'.repeat(49)}` });
  await at().call('GET', `/v2/accounts/${outside}?${outside}=1`, { key });
  await at().call('GET', `/${outside}`);
  await at().call('POST', '/mcp', { key, body: rpc('get_api_key_info') });
  await at().call('POST', '/mcp', { key, body: rpc(outside), headers: { 'User-Agent': outside } });
  const text = async () =>
    (await call((at().running.metricsUrl ?? '').replace('/metrics', ''), 'GET', '/metrics')).text;
  const line = (name: string, labels: string) => `${name}{${labels}} 1`;
  await expect
    .poll(text)
    .toContain(
      line('creatoraudit_http_requests_total', 'door="rest",route="/v2/whoami",method="GET",status="200",code=""'),
    );
  const found = await text();
  expect(found).toContain(
    line(
      'creatoraudit_http_requests_total',
      'door="rest",route="/v2/whoami",method="GET",status="401",code="UNAUTHORIZED"',
    ),
  );
  expect(found).toContain(line('creatoraudit_tool_calls_total', 'tool="get_api_key_info",outcome="OK"'));
  expect(found).toMatch(/creatoraudit_key_verifications_total\{cache="hit"\} \d/);
  expect(found).toMatch(
    /creatoraudit_http_request_duration_seconds_bucket\{le="0.0005",door="mcp",route="\/mcp",method="POST"\}/,
  );
  expect(found).toMatch(/nodejs_eventloop_lag_seconds/);
  expect(found).toMatch(/process_resident_memory_bytes/);
  expect(found).not.toContain(outside);
});

it('tell how long reads stand', async () => {
  const { text } = await call((at().running.metricsUrl ?? '').replace('/metrics', ''), 'GET', '/metrics');
  expect(text).toMatch(/^creatoraudit_heavy_reads_waiting 0$/m);
  expect(text).toMatch(/^creatoraudit_heavy_reads_running 0$/m);
  expect(text).toMatch(/^creatoraudit_heavy_reads_killed_total 0$/m);
});

it('count on from one look to the next, each request once', async () => {
  const key = await at().key();
  const url = (at().running.metricsUrl ?? '').replace('/metrics', '');
  const counted = async () => {
    const { text } = await call(url, 'GET', '/metrics');
    const [, count = '0'] = /_requests_total\{[^}]*route="\/v2\/usage"[^}]*\} (\d+)/.exec(text) ?? [];
    return Number(count);
  };
  await at().call('GET', '/v2/usage', { key });
  await expect.poll(counted).toBe(1);
  expect(await counted()).toBe(1);
  await at().call('GET', '/v2/usage', { key });
  await at().call('GET', '/v2/usage', { key });
  await expect.poll(counted).toBe(3);
});
