import { expect, it } from 'vitest';
import { writtenRows } from '../audit/written-rows.ts';
import { Browser, openDashboardServer, password, someone, testDashboards, tokenOf } from './dashboard-server.ts';

testDashboards('the first owner', (dashboard) => {
  const wish = () => ({ ...someone(), organization_name: 'Acme' });

  it('needs the token that the start printed: without, with a wrong one and with an old one it is refused', async () => {
    const old = tokenOf(dashboard().server.setupLink);
    await dashboard().restart();
    const browser = new Browser(dashboard());
    expect((await browser.post('/setup', wish())).status).toBe(422);
    for (const token of ['wrong', old, `${tokenOf(dashboard().server.setupLink)}x`]) {
      const refused = await browser.post('/setup', { ...wish(), token });
      expect([refused.status, refused.body.code]).toEqual([403, 'FORBIDDEN']);
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

  it('is one of however many try at once, whole; the link is void then', async () => {
    const token = tokenOf(dashboard().server.setupLink);
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => new Browser(dashboard()).post('/setup', { ...wish(), token })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403, 403]);
    const { store } = dashboard();
    for (const table of ['people', 'sign_in_accounts', 'members', 'organizations'] as const) {
      expect(await store.read.selectFrom(table).select('id').execute(), table).toHaveLength(1);
    }
    expect((await new Browser(dashboard()).post('/setup', { ...wish(), token })).status).toBe(403);
    const won = answers.find(({ status }) => status === 201);
    expect(won?.body.data).toMatchObject({ setup_needed: false, organization: { name: 'Acme', role: 'owner' } });
    const written = (await writtenRows(store)).filter(({ organization_id }) => organization_id !== null);
    expect(written.map(({ event, person_id }) => ({ event, person_id }))).toEqual([
      { event: 'organization.taken_over', person_id: won?.body.data.person.id },
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

it('takes over the sample organization with its data, while the first key goes', async () => {
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
    expect((await whoami()).status).toBe(401);
    expect((await browser.get('/api-keys')).body.data).toEqual([]);
    const accounts = await browser.get('/v2/accounts?include_total=true');
    expect(accounts.body.pagination.total_count).toBeGreaterThan(10);
  } finally {
    await dashboard.stop();
  }
});
