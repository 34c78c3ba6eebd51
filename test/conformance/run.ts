import { makeHome } from '../clients/home.ts';
import { cacheFolder, installClients } from '../clients/install.ts';
import { startTestServer } from '../server/start-test-server.ts';
import { startFixture } from './fixture/start-fixture.ts';
import { startKeyProxy } from './key-proxy.ts';
import { runSuite } from './run-suite.ts';
import { suites } from './suites.ts';

/** `npm run test:conformance`: the official suite, against a fixture catalog behind our own stack, and against the real one. */
const cache = cacheFolder(process.env);
const programs = await installClients(cache, process.env);
const server = await startTestServer({ SAMPLE_DATA: 'on', RATE_LIMIT_PER_MINUTE: '100000' });
const key = await server.key({ scopes: ['write'], name: 'conformance' });
const fixture = await startFixture(server);
const proxies = {
  fixture: await startKeyProxy(fixture.url, key),
  real: await startKeyProxy(`${server.url}/mcp`, key),
};
const home = await makeHome(cache, programs, {});

for (const suite of suites) {
  const startedAt = performance.now();
  const { passed, failures } = await runSuite(home, proxies[suite.server].url, suite);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  process.stdout.write(`${failures.length === 0 ? '✓' : '✗'} ${suite.name}: ${passed} checks passed in ${seconds} s\n`);
  for (const failure of failures) process.stderr.write(`${failure}\n`);
  if (failures.length > 0) process.exitCode = 1;
}

await home.remove();
for (const proxy of Object.values(proxies)) await proxy.stop();
await fixture.stop();
await server.stop();
