import type { KeyContext } from '../../src/keys/lifecycle/key-context.ts';
import { storeUpstreamKey } from '../../src/upstream/keys/stored-keys.ts';
import { type Behind, behind, startOn, type TestServer } from '../server/start-test-server.ts';

/** Importing this puts a second copy of the program behind every server that the tests of the same file start. */
behind.start = startBehind;

async function startBehind(settings: Record<string, string>, ahead: { ms: number }): Promise<Behind> {
  const server = await startOn(
    { ...settings, RATE_LIMIT_PER_MINUTE: '9999999', METRICS_PORT: '' },
    'sqlite',
    ahead,
    null,
  );
  let isFirst = true;
  const adopted = new Map<string, string>();
  return {
    settings: { UPSTREAM_URL: `${server.url}/v2` },
    async adopt(context, organizationId) {
      const theirs = isFirst ? server.organizationId : await server.organization(organizationId);
      isFirst = false;
      adopted.set(organizationId, theirs);
      await giveUpstreamKey(context, organizationId, server, theirs);
    },
    dataOf: (organizationId) => ({ store: server.context.store, organizationId: adopted.get(organizationId) ?? '' }),
    stop: server.stop,
  };
}

/** What `upstream set-key` does, without the check. */
async function giveUpstreamKey(
  { store, secrets, now }: KeyContext,
  organizationId: string,
  upstream: TestServer,
  upstreamOrganizationId: string,
): Promise<void> {
  const key = await upstream.key({ organizationId: upstreamOrganizationId });
  const wanted = { organizationId, key, upstreamOrganizationId, upstreamKeyName: 'test', at: now() };
  await storeUpstreamKey(store, secrets.current(), wanted);
}
