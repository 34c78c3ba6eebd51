import { csrfHeader, dashboardApiBase } from '../../src/dashboard/contract/route.ts';
import { disableKey } from '../../src/keys/lifecycle/change.ts';
import { createKey } from '../../src/keys/lifecycle/create.ts';
import type { KeyContext } from '../../src/keys/lifecycle/key-context.ts';
import { createOrganization } from '../../src/organizations/create.ts';
import { listOrganizations } from '../../src/organizations/read.ts';
import { storeUpstreamKey } from '../../src/upstream/keys/stored-keys.ts';
import { call } from '../server/wire.ts';
import type { Program } from '../start/program.ts';
import { upstreamKey } from '../upstream/gateway.ts';

export const password = 'correct horse battery staple';

/** Keys of every state, and of another organization. */
export async function makeKeys(context: KeyContext) {
  const [first] = await listOrganizations(context.store);
  const organizationId = first?.id ?? '';
  const other = await createOrganization(context, { name: 'Other' });
  const make = async (name: string, scopes: string[], more = {}) =>
    await createKey(context, { organizationId, name, scopes, createdBy: 'test', ...more });
  const soon = new Date(Date.now() + 1_000).toISOString();
  const all = [
    await make('admin', ['admin']),
    await make('write', ['write']),
    await make('read', ['read']),
    await make('expired', ['admin'], { expiresAt: soon }),
    await make('elsewhere', ['admin'], { organizationId: other.id }),
    await make('disabled', ['admin']),
  ];
  const disabled = all.at(-1)?.apiKey.id ?? '';
  await disableKey(context, { organizationId, keyId: disabled });
  return { organizationId, keys: all.map(({ fullKey }) => fullKey) };
}

export async function giveUpstreamKey({ store, secrets }: KeyContext, organizationId: string): Promise<void> {
  const wanted = { organizationId, key: upstreamKey, upstreamOrganizationId: 'remote', upstreamKeyName: 'test' };
  await storeUpstreamKey(store, secrets.current(), { ...wanted, at: Date.now() });
}

/** The first owner's session. */
export async function signIn(url: string, program: Program): Promise<string> {
  const token = /#([\w-]+)/.exec(program.stdout())?.[1] ?? '';
  const body = { token, email: 'owner@example.com', password, name: 'Owner', organization_name: 'Ours' };
  const answer = await fetch(`${url}${dashboardApiBase}/setup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', [csrfHeader.name]: csrfHeader.value, Origin: url },
    body: JSON.stringify(body),
  });
  if (answer.status !== 201) throw new Error(`set_up answered ${answer.status}: ${await answer.text()}`);
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** Some things with ids; whatever the upstream says where the data is elsewhere. */
export async function makeThings(url: string, key: string): Promise<string[]> {
  const unknown = '3f2b8a54-9c1e-4d7a-8b60-5e1f0c9d2a71';
  const wishes = [
    ['/v2/creators', { name: 'Ana' }],
    ['/v2/accounts', { platform: 'tiktok', username: 'ana.bakes' }],
    ['/v2/videos', { platform: 'tiktok', identifier: '7301234567890123456' }],
  ] as const;
  const ids: string[] = [unknown];
  for (const [path, body] of wishes) {
    const answer = await call(url, 'POST', path, { key, body }).catch(() => null);
    if (answer?.status === 201 && answer.body?.data?.id !== undefined) ids.push(String(answer.body.data.id));
  }
  return ids;
}
