import { beforeAll, expect, it } from 'vitest';
import { takeBack } from '../../../src/import/apply/take-back.ts';
import { recordAccountSnapshot } from '../../../src/store/ingest/account-snapshot.ts';
import { deleteAccount } from '../../../src/store/ownership.ts';
import { testStores } from '../../store/open-test-store.ts';
import { rollupDifferences } from '../../store/rollup-check.ts';
import { addOrganization, snapshotOf } from '../../store/rows.ts';
import { everyRow, importContext, importFile, organizationId, realFile, stage, written } from '../import-work.ts';

testStores('imports', (opened) => {
  beforeAll(async () => {
    await addOrganization(opened().store, organizationId);
  });

  it('applies what a file says, knows the same file again, and takes it back row for row', async () => {
    const { store } = opened();
    const before = await everyRow(store);
    const context = importContext(store);
    const seen = { observedAt: Date.parse('2026-06-30T12:00:00Z'), timeZone: 'America/Chicago' };
    const posts = realFile('17-meta-suite-instagram-posts-2026.csv');
    const first = await importFile(context, posts, seen);
    const { views, likes, saves } = await store.read
      .selectFrom('account_videos')
      .select(({ fn }) => [
        fn.sum<number>('view_count').as('views'),
        fn.sum<number>('like_count').as('likes'),
        fn.sum<number>('saved_count').as('saves'),
      ])
      .executeTakeFirstOrThrow();
    expect([Number(views), Number(likes), Number(saves)]).toEqual([468_963, 28_037, 3_000]);
    const aliases = await store.read.selectFrom('post_aliases').select(['other_id', 'external_id']).execute();
    expect(aliases).toContainEqual({ other_id: '17955316285564079', external_id: '3460732875592269563' });
    expect(await rollupDifferences(store)).toEqual([]);
    const applied = await everyRow(store);
    expect(await stage(context, posts, seen)).toMatchObject({ kind: 'known', of: { id: first } });
    expect(await everyRow(store)).toEqual(applied);
    expect(await takeBack(context, { organizationId, importId: first })).toEqual({ kind: 'taken back' });
    expect(await everyRow(store)).toEqual(before);
    // Taken back, the same file is another import.
    const again = await importFile(context, posts, seen);
    expect(again).not.toBe(first);
    await takeBack(context, { organizationId, importId: again });
    expect(await everyRow(store)).toEqual(before);
  });

  it.each(['the file first', 'the look first'])(
    'lets a look of that day win over the level of a day, %s',
    async (order) => {
      const { store, folder } = opened();
      const context = importContext(store);
      const name = order === 'the file first' ? 'days.first' : 'days.last';
      const made = (day: string, followers: number) => `instagram,${name},${day},${followers}`;
      const lines = ['platform,username,date,followers', made('2026-01-05', 5_000), made('2026-01-06', 5_030)];
      const path = await written(folder, `${name}.csv`, `${lines.join('\n')}\n`);
      const importId = await importFile(context, path, { platform: 'instagram' });
      const account = () =>
        store.read.selectFrom('accounts').selectAll().where('username', '=', name).executeTakeFirstOrThrow();
      expect(await account()).toMatchObject({ follower_count: 5_030 });
      const { id: accountId } = await account();
      const look = () =>
        recordAccountSnapshot(store, {
          organizationId,
          accountId,
          at: Date.parse('2026-01-06T12:00:00Z'),
          snapshot: snapshotOf(5_010, []),
        });
      await look();
      if (order === 'the look first') {
        await takeBack(context, { organizationId, importId });
        await importFile(context, path, { platform: 'instagram' });
      }
      expect(await account()).toMatchObject({ follower_count: 5_010 });
      expect(await rollupDifferences(store)).toEqual([]);
      await deleteAccount(store, { organizationId, accountId });
    },
  );

  it('keeps what two imports hold when one is taken back', async () => {
    const { store, folder } = opened();
    const before = await everyRow(store);
    const context = importContext(store);
    const header = 'username,followers,collected_at\n';
    const one = await written(
      folder,
      'instagram-one.csv',
      `${header}a.b,100,2026-01-01T12:00:00Z\na.b,150,2026-01-03T12:00:00Z\n`,
    );
    const two = await written(
      folder,
      'instagram-two.csv',
      `${header}a.b,150,2026-01-03T12:00:00Z\na.b,160,2026-01-04T12:00:00Z\nnew.one,7,2026-01-04T12:00:00Z\n`,
    );
    const platform = { platform: 'instagram' } as const;
    const first = await importFile(context, one, platform);
    const alone = await everyRow(store);
    const second = await importFile(context, two, platform);
    const gained = async () =>
      (await store.read.selectFrom('account_days').select(['day', 'followers_gained']).orderBy('day').execute()).filter(
        ({ followers_gained }) => followers_gained !== 0,
      );
    expect(await gained()).toEqual([
      { day: '2026-01-03', followers_gained: 50 },
      { day: '2026-01-04', followers_gained: 10 },
    ]);
    await takeBack(context, { organizationId, importId: first });
    expect(await gained()).toEqual([{ day: '2026-01-04', followers_gained: 10 }]);
    await takeBack(context, { organizationId, importId: second });
    expect(await everyRow(store)).toEqual(before);
    // In the other order what is left is what the first alone had made, but for the names of the rows.
    const anew = await importFile(context, one, platform);
    const other = await importFile(context, two, platform);
    await takeBack(context, { organizationId, importId: other });
    const left = await everyRow(store);
    expect(Object.keys(left).map((table) => [table, left[table]?.length])).toEqual(
      Object.keys(alone).map((table) => [table, alone[table]?.length]),
    );
    await takeBack(context, { organizationId, importId: anew });
    expect(await everyRow(store)).toEqual(before);
  });

  it('makes no gain of two rounded levels within their step', async () => {
    const { store, folder } = opened();
    const context = importContext(store);
    const kaggle = realFile('22-kaggle-top-instagram-influencers.csv');
    const first = await importFile(context, kaggle, { observedAt: Date.parse('2026-06-01T12:00:00Z') });
    const later = await written(
      folder,
      'later.csv',
      'rank,channel_info,influence_score,posts,followers\n1,cristiano,92,3.3k,475.9m\n2,kyliejenner,91,6.9k,367.2m\n',
    );
    const second = await importFile(context, later, { observedAt: Date.parse('2026-06-02T12:00:00Z') });
    const days = await store.read
      .selectFrom('account_days as d')
      .innerJoin('accounts as a', 'a.id', 'd.account_id')
      .select(['a.username', 'd.followers_gained'])
      .where('d.day', '=', '2026-06-02')
      .execute();
    expect(days).toEqual([{ username: 'kyliejenner', followers_gained: 1_000_000 }]);
    await takeBack(context, { organizationId, importId: second });
    await takeBack(context, { organizationId, importId: first });
  });

  it('tracks new accounts up to the cap, and says which were too many', async () => {
    const { store, folder } = opened();
    const context = importContext(store);
    await store.write.updateTable('organizations').set({ account_cap: 2 }).where('id', '=', organizationId).execute();
    const names = await written(folder, 'names.txt', '@one.a\nhttps://www.instagram.com/two.b/\n@three.c\n');
    const importId = await importFile(context, names, { platform: 'instagram' });
    const placed = await store.read
      .selectFrom('import_accounts')
      .selectAll()
      .where('import_id', '=', importId)
      .orderBy('number')
      .execute();
    expect(placed.map(({ username, is_new, refused }) => [username, is_new, refused])).toEqual([
      ['one.a', 1, null],
      ['two.b', 1, null],
      ['three.c', 0, 'This organization may track 2 accounts, and does.'],
    ]);
    await takeBack(context, { organizationId, importId });
    expect(await store.read.selectFrom('accounts').selectAll().execute()).toEqual([]);
    await store.write
      .updateTable('organizations')
      .set({ account_cap: null })
      .where('id', '=', organizationId)
      .execute();
  });

  it('stops where more than half of the rows are bad, and keeps them with their reasons', async () => {
    const { store, folder } = opened();
    const context = importContext(store);
    const before = await everyRow(store);
    const bad = await written(
      folder,
      'bad.csv',
      'username,followers,collected_at\na.b,5,2026-01-01T12:00:00Z\nc.d,-4,2026-01-01T12:00:00Z\ne.f,3,2036-01-01T12:00:00Z\n',
    );
    const staged = await stage(context, bad, { platform: 'instagram' });
    expect(staged).toMatchObject({ kind: 'refused', reason: expect.stringContaining('2 of 3 rows') });
    const rejects = await store.read
      .selectFrom('import_rejects')
      .select(['number', 'field', 'reason', 'line'])
      .execute();
    expect(rejects).toEqual([
      { number: 3, field: 'followers', reason: 'is below 0, which no total is', line: 'c.d,-4,2026-01-01T12:00:00Z' },
      { number: 4, field: 'collected_at', reason: 'is in the future', line: 'e.f,3,2036-01-01T12:00:00Z' },
    ]);
    expect(await everyRow(store)).toEqual(before);
  });

  it.each([
    ['01-tiktok-studio-Overview.csv', { views: 406_285, likes: 1_569, comments: 53, shares: 90, followers_gained: 0 }],
    ['02-tiktok-studio-FollowerHistory.csv', { views: 0, likes: 0, comments: 0, shares: 0, followers_gained: 4_976 }],
    [
      '08-tiktok-business-daily.csv',
      { views: 143_216, likes: 2_202, comments: 255, shares: 459, followers_gained: 226 },
    ],
    ['30-display-api-daily-levels.json', { views: 0, likes: 2_345, comments: 0, shares: 0, followers_gained: 337 }],
  ])('makes days of what an account reports without its posts: %s', async (name, sums) => {
    const { store } = opened();
    const before = await everyRow(store);
    const context = importContext(store);
    const importId = await importFile(context, realFile(name), {
      account: { platform: 'tiktok', username: 'my.name' },
    });
    const days = await store.read.selectFrom('account_days').selectAll().execute();
    const added = Object.fromEntries(
      Object.keys(sums).map((column) => [
        column,
        days.reduce((sum, day) => sum + Number(Object.entries(day).find(([key]) => key === column)?.[1]), 0),
      ]),
    );
    expect(added).toEqual(sums);
    await takeBack(context, { organizationId, importId });
    expect(await everyRow(store)).toEqual(before);
  });
});
