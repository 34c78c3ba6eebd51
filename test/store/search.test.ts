import { beforeAll, expect, it } from 'vitest';
import { noCounts } from '../../src/store/ingest/counts.ts';
import { loadHistory } from '../../src/store/ingest/load-history.ts';
import { type SearchedTable, textContains } from '../../src/store/search.ts';
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

  const found = async (q: string) => {
    const { store } = opened();
    const rows = await store.read
      .selectFrom('account_videos as p')
      .select('p.external_id')
      .where(textContains(store.dialect, 'account_videos', q, 'p'))
      .execute();
    return rows.map((row) => row.external_id).sort();
  };
  const count = async (table: SearchedTable, q: string) => {
    const { store } = opened();
    const rows = await store.read
      .selectFrom(table)
      .select('organization_id')
      .where(textContains(store.dialect, table, q))
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
  ])('finds %j in the right captions', async (q, expected) => {
    expect(await found(q)).toEqual(expected);
  });

  it('finds everything for an empty q', async () => {
    expect(await found('')).toHaveLength(9);
  });

  it('looks into usernames but not what accounts call themselves, into names of creators and into tracked videos', async () => {
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
