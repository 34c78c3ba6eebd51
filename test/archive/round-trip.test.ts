import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeBack } from '../../src/import/apply/take-back.ts';
import { loadHistory } from '../../src/store/ingest/load-history.ts';
import { noCounts } from '../../src/store/observations/counts.ts';
import { deleteAccount } from '../../src/store/ownership.ts';
import { fillLists } from '../api/fill-lists.ts';
import { importContext, importFileInto, realFile, written } from '../import/import-work.ts';
import { startTestServer, type TestServer } from '../server/start-test-server.ts';
import { servingOf } from '../services/serving.ts';
import { accountFacts, pastPost } from '../store/rows.ts';
import { type Changed, everyAnswer, exported, imported, newPlace, type Place } from './archived.ts';

const settings = { RATE_LIMIT_PER_MINUTE: '1000000' };

/** Imports remember accounts that are there no more: one that was taken back with its file, and one that somebody deleted. */
async function withGoneAccounts({ server, organizationId }: Place): Promise<void> {
  const { store } = server.context;
  const context = importContext(store);
  const path = await written(server.folder, 'gone.csv', 'platform,username\ntiktok,taken.back\n');
  const importId = await importFileInto(context, organizationId, path);
  expect(await takeBack(context, { organizationId, importId })).toEqual({ kind: 'taken back' });
  const other = await written(server.folder, 'deleted.csv', 'platform,username\ntiktok,deleted.later\n');
  await importFileInto(context, organizationId, other);
  const { id } = await store.read
    .selectFrom('accounts')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('username', '=', 'deleted.later')
    .executeTakeFirstOrThrow();
  expect(await deleteAccount(store, { organizationId, accountId: id })).toBe('deleted');
}

/** An organization with all that an archive holds: seen, tracked, counted of old, and from a file. */
async function filled(place: Place): Promise<void> {
  const { server, organizationId } = place;
  const { store } = server.context;
  await fillLists(servingOf(store, organizationId), 'word');
  const days = Array.from({ length: 40 }, (_, index) =>
    new Date(Date.now() - (41 - index) * 86_400_000).toISOString().slice(0, 10),
  );
  const history = {
    from: { ...noCounts, view_count: 7 },
    days: days.map((day, index) => ({
      day,
      views: index,
      plays: 2 * index,
      likes: 1,
      comments: 2,
      shares: 3,
      saves: 1,
    })),
  };
  const account = accountFacts('of.old', 'instagram');
  await loadHistory(
    store,
    {
      organizationId,
      accounts: [
        {
          account: { ...account, id: crypto.randomUUID() },
          followers: days.map((day, index) => ({ day, level: 100 + index })),
          posts: [pastPost('old', 'caption', history)],
        },
      ],
      videos: [],
    },
    { yieldBetweenChunks: false },
  );
  await importFileInto(importContext(store), organizationId, realFile('28-own-collector-graph-export.csv'), {
    observedAt: Date.parse('2026-06-30T12:00:00Z'),
  });
  await withGoneAccounts(place);
  await store.write
    .updateTable('organizations')
    .set({ post_lookback_days: 77 })
    .where('id', '=', organizationId)
    .execute();
}

describe('an archive of an organization', () => {
  const servers: TestServer[] = [];
  let place: Place;
  let archive = '';
  let wanted: Map<string, unknown>;

  const started = async (dialect: 'sqlite' | 'postgres') => {
    const server = await startTestServer(settings, dialect);
    servers.push(server);
    return server;
  };

  beforeAll(async () => {
    place = await newPlace(await started('sqlite'), 'first');
    await filled(place);
    archive = await exported(place, 'first.zip');
    wanted = await everyAnswer(place);
  }, 120_000);
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  it('answers alike from SQLite to PostgreSQL and back, with every id kept', async () => {
    const there = await newPlace(await started('postgres'), 'second');
    expect([...(await imported(there, archive))]).toEqual([]);
    expect(await everyAnswer(there)).toEqual(wanted);

    const back = await newPlace(await started('sqlite'), 'third');
    expect([...(await imported(back, await exported(there, 'second.zip')))]).toEqual([]);
    expect(await everyAnswer(back)).toEqual(wanted);
    expect(wanted.size).toBeGreaterThan(50);
  }, 240_000);

  it('gives new ids where they are taken, and says which', async () => {
    const other = await newPlace(place.server, 'beside');
    const changed: Changed = await imported(other, archive);
    expect(changed.size).toBeGreaterThan(20);
    expect(await everyAnswer(other, changed)).toEqual(wanted);
    expect(await everyAnswer(place)).toEqual(wanted);
  }, 120_000);

  it('numbers later posts behind those whose numbers were kept', async () => {
    const there = await newPlace(await started('sqlite'), 'fresh');
    await imported(there, archive);
    const own = servingOf(there.server.context.store, (await newPlace(there.server, 'next')).organizationId);
    await own.account('later', { views: [5] });
    expect((await own.ask('list_account_videos')).body.data).toHaveLength(1);
  });

  it('is taken into an empty organization only, and whole or not at all', async () => {
    await expect(imported(place, archive)).rejects.toThrow(/empty one only/);
    expect(await everyAnswer(place)).toEqual(wanted);
    const capped = await newPlace(place.server, 'capped');
    const { store } = place.server.context;
    await store.write
      .updateTable('organizations')
      .set({ account_cap: 3 })
      .where('id', '=', capped.organizationId)
      .execute();
    await expect(imported(capped, archive)).rejects.toThrow(/3 accounts/);
    const rows = await store.read
      .selectFrom('creators')
      .select('id')
      .where('organization_id', '=', capped.organizationId)
      .execute();
    expect(rows).toEqual([]);
  });
});
