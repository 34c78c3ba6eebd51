import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { makeSetupLink } from '../../src/dashboard/auth/setup-token.ts';
import { clearSampleData } from '../../src/organizations/change.ts';
import { nobody } from '../audit/authors.ts';
import { writtenRows } from '../audit/written-rows.ts';
import {
  Browser,
  type Json,
  openDashboardServer,
  password,
  someone,
  testDashboards,
  tokenOf,
} from './dashboard-server.ts';

testDashboards('the first owner', (dashboard) => {
  const wish = () => ({ ...someone(), organization_name: 'Acme' });
  let tokens: readonly string[] = [];
  /** Of the links that two processes on this database, and the command, have printed. */
  const printed = async () => {
    if (tokens.length > 0) return tokens;
    const { store, server, ahead } = dashboard();
    const node = await dashboard().node();
    const now = () => Date.now() + ahead.ms;
    const made = await makeSetupLink({ store, randomBytes, now, publicUrl: server.url });
    tokens = [server.setupLink, node.setupLink, made?.url ?? null].map(tokenOf);
    return tokens;
  };

  it('needs a token that a start printed: without, with a wrong one and with one that is over it is refused', async () => {
    const old = tokenOf(dashboard().server.setupLink);
    dashboard().ahead.ms += 24 * 3_600_000;
    await dashboard().restart();
    const browser = new Browser(dashboard());
    expect((await browser.post('/setup', wish())).status).toBe(422);
    for (const token of ['wrong', old, `${tokenOf(dashboard().server.setupLink)}x`]) {
      const refused = await browser.post('/setup', { ...wish(), token });
      expect([refused.status, refused.body.code]).toEqual([403, 'FORBIDDEN']);
      expect(refused.body.detail).toContain('npm run -s org -- setup-link');
      expect((await browser.post('/setup/preview', { token })).body).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect((await browser.get('/session')).body.data).toMatchObject({ setup_needed: true, person: null });
    expect(dashboard().server.setupLink).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/setup#[\w-]{43}$/);
  });

  it('cannot sign up without the link', async () => {
    expect((await new Browser(dashboard()).post('/session/sign-up', wish())).status).toBe(403);
  });

  it('is refused with a short password, which uses nothing up', async () => {
    const short = { ...wish(), password: 'too short', token: tokenOf(dashboard().server.setupLink) };
    const refused = await new Browser(dashboard()).post('/setup', short);
    expect([refused.status, refused.body.errors[0].field]).toEqual([422, 'password']);
  });

  it('is shown what becoming the owner renames, by every link that was printed, and uses none up by looking', async () => {
    for (const token of await printed()) {
      const { data } = (await new Browser(dashboard()).post('/setup/preview', { token })).body;
      expect(data).toMatchObject({ organization: { name: 'My organization', holds_sample_data: false } });
      expect(Date.parse(data.expires_at)).toBeGreaterThan(Date.now() + dashboard().ahead.ms);
    }
  });

  it('is one of however many try at once, with whichever link, whole; all links are void then', async () => {
    const links = await printed();
    const answers = await Promise.all(
      [...links, ...links].map((token) => new Browser(dashboard()).post('/setup', { ...wish(), token })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(answers.length - 1).fill(403)]);
    const [token = ''] = links;
    expect((await new Browser(dashboard()).post('/setup', { ...wish(), token })).status).toBe(403);
    for (const used of links) {
      expect((await new Browser(dashboard()).post('/setup/preview', { token: used })).status).toBe(403);
    }
    const { store } = dashboard();
    for (const table of ['people', 'sign_in_accounts', 'members', 'organizations'] as const) {
      expect(await store.read.selectFrom(table).select('id').execute(), table).toHaveLength(1);
    }
    const facts = await store.read.selectFrom('instance_facts').select('name').execute();
    expect(facts.filter(({ name }) => name.startsWith('setup_token'))).toEqual([]);
    const won = answers.find(({ status }) => status === 201);
    expect(won?.body.data).toMatchObject({ setup_needed: false, organization: { name: 'Acme', role: 'owner' } });
    const written = (await writtenRows(store)).filter(({ organization_id }) => organization_id !== null);
    expect(written.map(({ event, person_id }) => ({ event, person_id }))).toEqual([
      { event: 'organization.taken_over', person_id: won?.body.data.person.id },
      { event: 'session.begun', person_id: won?.body.data.person.id },
    ]);
  });

  it('is the last to get a link: later starts print none', async () => {
    await dashboard().restart();
    expect(dashboard().server.setupLink).toBeNull();
    expect((await new Browser(dashboard()).get('/session')).body.data.setup_needed).toBe(false);
  });

  it('left nothing secret in the log', () => {
    expect(dashboard().log()).not.toContain(password);
    expect(dashboard().log()).not.toContain('@example.com');
  });
});

it('takes over the sample organization with its data, and the key that the start printed works on for its week', async () => {
  const dashboard = await openDashboardServer('sqlite', { SAMPLE_DATA: 'on' });
  try {
    const { firstStart, url } = dashboard.server;
    if (firstStart.kind !== 'sample') throw new Error('the first start makes a sample');
    const whoami = () => fetch(`${url}/v2/whoami`, { headers: { Authorization: `Bearer ${firstStart.fullKey}` } });
    expect((await whoami()).status).toBe(200);
    const browser = new Browser(dashboard);
    const token = tokenOf(dashboard.server.setupLink);
    const made = await browser.post('/setup', { ...someone(), token, organization_name: 'Acme' });
    expect(made.body.data.organization).toMatchObject({ name: 'Acme', holds_sample_data: true });
    const seen: Json = await (await whoami()).json();
    expect(seen.data).toMatchObject({ organization_name: 'Acme', scopes: ['read'] });
    const [listed, ...others] = (await browser.get('/api-keys')).body.data;
    expect(listed).toMatchObject({ name: 'first start', scopes: ['read'], status: 'enabled', expired: false });
    expect(listed.expires_at).toBe(seen.data.expires_at);
    expect(others).toEqual([]);
    const accounts = await browser.get('/v2/accounts?include_total=true');
    expect(accounts.body.pagination.total_count).toBeGreaterThan(10);
    dashboard.ahead.ms += 7 * 86_400_000 - 60_000;
    expect((await whoami()).status).toBe(200);
    dashboard.ahead.ms += 60_000;
    expect((await whoami()).status).toBe(403);
    expect((await browser.post('/session/sign-in', { email: made.body.data.person.email, password })).status).toBe(200);
    expect((await browser.get('/api-keys')).body.data).toMatchObject([{ name: 'first start', expired: true }]);
  } finally {
    await dashboard.stop();
  }
});

it('lists the key of the first start as expired once the sample data is gone, as it is refused then', async () => {
  const dashboard = await openDashboardServer('sqlite', { SAMPLE_DATA: 'on' });
  try {
    const { firstStart, url, setupLink } = dashboard.server;
    if (firstStart.kind !== 'sample') throw new Error('the first start makes a sample');
    const browser = new Browser(dashboard);
    const made = await browser.post('/setup', { ...someone(), token: tokenOf(setupLink), organization_name: 'Acme' });
    const { store, ahead } = dashboard;
    const now = () => Date.now() + ahead.ms;
    const context = { store, now, newId: randomUUID, author: nobody, changed: () => undefined };
    await clearSampleData(context, made.body.data.organization.id);
    expect((await browser.get('/api-keys')).body.data).toMatchObject([{ name: 'first start', expired: true }]);
    await expect
      .poll(async () => {
        const headers = { Authorization: `Bearer ${firstStart.fullKey}` };
        return (await fetch(`${url}/v2/whoami`, { headers })).status;
      })
      .toBe(403);
  } finally {
    await dashboard.stop();
  }
});
