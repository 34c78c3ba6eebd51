import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { createKey } from '../../src/keys/lifecycle/create.ts';
import { openSecrets } from '../../src/keys/open-secrets.ts';
import { listOrganizations } from '../../src/organizations/read.ts';
import { realOutside } from '../../src/start/outside.ts';
import { openStore } from '../../src/store/open.ts';
import { briefAuthor } from '../audit/authors.ts';
import { call } from '../server/wire.ts';
import { startProgram } from './program.ts';

it('SIGKILL in the middle of writes loses none that was acknowledged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'creatoraudit-killed-'));
  const settings = { PORT: '0', DATA_DIR: folder, SAMPLE_DATA: 'off', RATE_LIMIT_PER_MINUTE: '100000' };
  const program = startProgram(settings);
  const { url } = await program.ready;
  const store = await openStore({ kind: 'sqlite', file: join(folder, 'creatoraudit.db') });
  const secrets = await openSecrets({
    path: join(folder, 'secrets.json'),
    store,
    randomBytes: realOutside.randomBytes,
  });
  const context = {
    ...realOutside,
    store,
    secrets,
    author: briefAuthor(secrets),
    recovery: false,
    changed: () => undefined,
  };
  const [organization] = await listOrganizations(store);
  const wish = { organizationId: organization?.id ?? '', name: 'writer', createdBy: 'test' };
  const { fullKey: key } = await createKey(context, wish);

  const acknowledged: string[] = [];
  const write = async (writer: number): Promise<void> => {
    for (let index = 0; ; index++) {
      const answer = await call(url, 'POST', '/v2/creators', { key, body: { name: `${writer}-${index}` } });
      acknowledged.push(answer.body.data.id);
      if (acknowledged.length === 40) program.child.kill('SIGKILL');
    }
  };
  await Promise.allSettled([1, 2, 3, 4].map(write));
  expect(await program.ended).toEqual({ code: null, signal: 'SIGKILL' });
  expect(acknowledged.length).toBeGreaterThanOrEqual(40);

  const again = startProgram(settings);
  await again.ready;
  const rows = await store.read.selectFrom('creators').select('id').execute();
  const kept = new Set(rows.map(({ id }) => id));
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  const { rows: checks } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(store.write);
  expect(checks).toEqual([{ integrity_check: 'ok' }]);
  again.child.kill('SIGKILL');
  await again.ended;
  await store.close();
  await rm(folder, { recursive: true });
});
