import { expect, it } from 'vitest';
import { call } from '../server/wire.ts';
import { joinAs, setUpOwner, testDashboards } from './dashboard-server.ts';

const name = 'Laptop of Ana Berg';

testDashboards('what keys are called', (dashboard) => {
  it('is in the usage that members read, and in none that viewers do', async () => {
    const { browser: owner } = await setUpOwner(dashboard());
    const { browser: viewer } = await joinAs(dashboard(), owner, 'viewer');
    const { browser: member } = await joinAs(dashboard(), owner, 'member');
    const made = await owner.post('/api-keys', { name });
    const seen = async () => JSON.stringify((await member.get('/v2/usage')).body);
    // What is counted is written every few seconds.
    await call(dashboard().server.url, 'GET', '/v2/whoami', { key: made.body.data.key });
    await expect.poll(seen, { timeout: 15_000 }).toContain(name);
    const { status, body } = await viewer.get('/v2/usage');
    expect(status).toBe(200);
    expect(body.data.api_calls).toContainEqual(expect.objectContaining({ key_id: made.body.data.id, key_name: null }));
    expect(JSON.stringify(body)).not.toContain(name);
    expect((await viewer.get('/usage')).status).toBe(403);
  });
});
