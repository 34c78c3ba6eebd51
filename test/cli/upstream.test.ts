import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyDatabase, type TestDatabase } from '../store/open-test-store.ts';
import { answer, type HostileUpstream, startHostile } from '../upstream/hostile.ts';
import { dataOf, run, runApart } from './command-line.ts';

const goodKey = 'remote_live_0123456789abcdefghijklmnop';
const whoami = { data: { type: 'whoami', organization_id: 'their-organization', api_key_name: 'for the gateway' } };

let upstream: HostileUpstream;
let database: TestDatabase;
let settings: Record<string, string>;
beforeAll(async () => {
  upstream = await startHostile();
  database = await emptyDatabase('sqlite');
  settings = { DATA_DIR: join(database.folder, 'data'), UPSTREAM_URL: `${upstream.url}/v2` };
});
beforeEach(() => {
  upstream.received.length = 0;
  upstream.behave = (request, response) => {
    const isRight = request.headers.authorization === `Bearer ${goodKey}`;
    answer(response, isRight ? 200 : 401, isRight ? whoami : { code: 'UNAUTHORIZED', detail: 'Unknown key.' });
  };
});
afterAll(async () => {
  await upstream.stop();
  await database.remove();
});

const command = (name: string, input = '', more = {}) =>
  run('upstream', [name, '--json'], { ...settings, ...more }, input);

describe('npm run upstream', () => {
  it('sets a key before the very first start, checked and masked', async () => {
    const ran = await command('set-key', `${goodKey}\n`);
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(dataOf(ran)).toMatchObject({
      masked_key: 'remote_live_0123…mnop',
      upstream_organization_id: 'their-organization',
      upstream_key_name: 'for the gateway',
      state: 'accepted',
    });
    expect(ran.stdout).not.toContain(goodKey);
    expect(upstream.received.map(({ method, target }) => [method, target])).toEqual([['GET', '/v2/whoami']]);
    expect((await stat(settings.DATA_DIR ?? '')).mode & 0o077).toBe(0);
    for (const file of ['creatoraudit.db', 'secrets.json']) {
      expect((await readFile(join(settings.DATA_DIR ?? '', file))).includes(goodKey)).toBe(false);
    }
  });

  it('takes the key from the variable too, and keeps it away from the command line', async () => {
    expect((await command('set-key', '', { UPSTREAM_KEY: goodKey })).code).toBe(0);
    const onLine = await run('upstream', ['set-key', goodKey], settings);
    expect([onLine.code, onLine.stdout]).toEqual([2, '']);
  });

  it('changes nothing for a key that the upstream refuses, or that cannot be one', async () => {
    const refused = await command('set-key', 'a-wrong-key-of-somebody');
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/refuses this key \(401\); nothing was changed/),
    ]);
    for (const text of ['two\nlines of text', 'short', 'x'.repeat(600), 'ключ-ключ-ключ']) {
      const ran = await command('set-key', text);
      expect([ran.code, ran.stdout]).toEqual([1, '']);
      expect(ran.stderr).not.toContain(text.trim());
    }
    expect((await command('set-key')).code).toBe(2);
    expect(dataOf(await command('status'))).toMatchObject({ state: 'accepted' });
  });

  it.each([
    ['is no v2 API', 200, { hello: 1 }, /does not answer \/whoami as v2 does/],
    ['redirects', 302, {}, /answered \/whoami with 302/],
    ['fails', 500, {}, /failed/],
  ])('says so where the upstream %s', async (_name, status, body, said) => {
    upstream.behave = (_, response) => answer(response, status, body);
    const ran = await command('set-key', goodKey);
    expect([ran.code, ran.stderr]).toEqual([1, expect.stringMatching(said)]);
  });

  it('says what the upstream makes of the key now', async () => {
    upstream.behave = (_, response) => answer(response, 401, {});
    expect(dataOf(await command('status'))).toMatchObject({ state: 'refused (401)' });
    upstream.behave = (_, response) => answer(response, 503, 'x');
    const ran = await command('status');
    expect([ran.code, dataOf(ran)]).toEqual([
      0,
      expect.objectContaining({ state: expect.stringMatching(/^not checked: /) }),
    ]);
  });

  it('keeps the key through a rotation of the secrets', async () => {
    expect((await run('keys', ['rotate-secrets'], settings)).code).toBe(0);
    expect(dataOf(await command('status'))).toMatchObject({ state: 'accepted' });
  });

  it('removes the key', async () => {
    expect((await command('remove-key')).code).toBe(0);
    for (const name of ['status', 'remove-key']) {
      const ran = await command(name);
      expect([ran.code, ran.stderr]).toEqual([1, expect.stringContaining('no upstream key')]);
    }
  });

  it('needs an upstream, and none with passthrough', async () => {
    const without = await run('upstream', ['status'], { DATA_DIR: settings.DATA_DIR ?? '' });
    expect([without.code, without.stderr]).toEqual([1, expect.stringMatching(/^UPSTREAM_URL /)]);
    const passing = await command('set-key', goodKey, { UPSTREAM_AUTH: 'passthrough' });
    expect([passing.code, passing.stderr]).toEqual([1, expect.stringMatching(/^UPSTREAM_AUTH /)]);
  });

  it('works in a process of its own', async () => {
    const ran = await runApart('upstream', ['set-key'], { ...settings, UPSTREAM_KEY: goodKey });
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toContain('remote_live_0123…mnop');
  });
});
