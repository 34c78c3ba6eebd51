import { beforeAll, expect, it } from 'vitest';
import { loadHistory } from '../../src/store/ingest/load-history.ts';
import { noCounts } from '../../src/store/observations/counts.ts';
import { matchText, type SearchedTable } from '../../src/store/search.ts';
import { testStores } from './open-test-store.ts';
import { accountFacts, addCreator, addOrganization, pastPost, trackedVideo } from './rows.ts';

const texts = {
  plain: 'Morning routine with coffee',
  quoted: `She said "don't" — OR NOT (maybe) NEAR*`,
  percent: '100% off_today \\ ^now',
  accents: 'ÉTÉ à Zürich',
  emoji: 'party 🎉🎉🎉 time 👩‍👩‍👧',
  japanese: '今日は日本の朝',
  short: 'ab',
  empty: '',
} as const;

/** Bounds under which one match is fetched, listed, or met on a walk. */
const ways = [
  { mostFetched: 10, mostListed: 20 },
  { mostFetched: 0, mostListed: 20 },
  { mostFetched: 0, mostListed: 0 },
] as const;

testStores('text search', (opened) => {
  beforeAll(async () => {
    const { store } = opened();
    await addOrganization(store, 'o');
    const none = { from: noCounts, days: [] };
    const posts = Object.entries(texts).map(([id, text]) => pastPost(id, text, none));
    const account = { ...accountFacts('holder', 'instagram'), name: 'Jürgen' };
    await loadHistory(
      store,
      {
        organizationId: 'o',
        accounts: [{ account, followers: [], posts: [...posts, pastPost('nothing', null, none)] }],
        videos: [trackedVideo('v', 'Slow Cooking', none)],
      },
      { yieldBetweenChunks: false },
    );
    await addCreator(store, 'o', 'c', 'Ana María');
  });

  const found = async (q: string, bounds: { mostFetched: number; mostListed: number }) => {
    const { store } = opened();
    const { condition } = await matchText(store, 'account_videos', q, { alias: 'p', ...bounds });
    // Not by the connection that breaks off what would hold the thread that answers.
    const rows = await store.write.selectFrom('account_videos as p').select('p.external_id').where(condition).execute();
    return rows.map((row) => row.external_id).sort();
  };
  const count = async (table: SearchedTable, q: string) => {
    const { store } = opened();
    const rows = await store.write
      .selectFrom(table)
      .select('organization_id')
      .where((await matchText(store, table, q)).condition)
      .execute();
    return rows.length;
  };

  it.each([
    ['ROUTINE', ['plain']],
    ['h cof', ['plain']],
    ['co', ['plain']],
    ['ee', ['plain']],
    ['b', ['quoted', 'short']],
    ['AB', ['short']],
    ['"', ['quoted']],
    [`"don't"`, ['quoted']],
    ['near*', ['quoted']],
    ['OR', ['plain', 'quoted']],
    ['%', ['percent']],
    ['_', ['percent']],
    ['f_t', ['percent']],
    ['f%t', []],
    ['\\ ^', ['percent']],
    ['\\', ['percent']],
    ['été', ['accents']],
    ['ZÜ', ['accents']],
    ['🎉', ['emoji']],
    ['🎉🎉', ['emoji']],
    ['🎉🎉🎉 t', ['emoji']],
    ['日本', ['japanese']],
    ['の朝', ['japanese']],
    ['朝', ['japanese']],
    ['日本の朝', ['japanese']],
    ['no such text', []],
    ['zq', []],
    ["'; drop table accounts; --", []],
    ['\0', []],
    ['\u0001', []],
    ['\ud83c', []],
    ['x'.repeat(128), []],
  ])('finds %j in the right captions, whichever way it is looked for', async (q, expected) => {
    for (const bounds of ways) expect(await found(q, bounds)).toEqual(expected);
  });

  it('finds everything for an empty q', async () => {
    expect(await found('', ways[0])).toHaveLength(9);
  });

  it('tells few matches from many', async () => {
    const { store } = opened();
    const kindOf = async (bounds: { mostFetched: number; mostListed: number }) =>
      (await matchText(store, 'account_videos', 'coffee', bounds)).kind;
    const expected = store.dialect === 'sqlite' ? ['few', 'listed', 'common'] : ['common', 'common', 'common'];
    expect(await Promise.all(ways.map(kindOf))).toEqual(expected);
  });

  it('searches usernames, names of creators and captions of tracked videos, but not the display names of accounts', async () => {
    expect(await Promise.all(['OLDE', 'ho', 'jü', 'rgen'].map((q) => count('accounts', q)))).toEqual([1, 1, 0, 0]);
    expect(await Promise.all(['maría', 'a m', 'AN', 'zz'].map((q) => count('creators', q)))).toEqual([1, 1, 1, 0]);
    expect(await Promise.all(['cook', 'NG', 'cookies'].map((q) => count('videos', q)))).toEqual([1, 1, 0]);
  });

  it('follows changes and deletions', async () => {
    const { store } = opened();
    await addCreator(store, 'o', 'changing', 'Quentin');
    await store.write.updateTable('creators').set({ name: 'Wilhelmina' }).where('id', '=', 'changing').execute();
    expect([await count('creators', 'quent'), await count('creators', 'qu'), await count('creators', 'helm')]).toEqual([
      0, 0, 1,
    ]);
    await store.write.deleteFrom('creators').where('id', '=', 'changing').execute();
    expect(await count('creators', 'helm')).toBe(0);
  });
});
