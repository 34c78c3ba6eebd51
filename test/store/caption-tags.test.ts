import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { tagsOf } from '../../src/store/caption-tags.ts';
import { deleteAccount } from '../../src/store/ownership.ts';
import { dayMs, noon, serving } from '../services/serving.ts';
import { testStores } from './open-test-store.ts';
import { rollupDifferences } from './rollup-check.ts';
import { post } from './rows.ts';

it.each([
  [null, [], []],
  ['no tag, 5 # of them, a#b, &#39; and me@example.com', [], []],
  ['#2024 is a number, #y2024 is none', ['y2024'], []],
  ['#One #one #ONE', ['one'], []],
  ['#one#two,#three.', ['one', 'two', 'three'], []],
  ['#café #हिन्दी #Straße', ['café', 'हिन्दी', 'strasse'], []],
  ['with @Ana.b. and @tom_1, (@tom_1)', [], ['ana.b', 'tom_1']],
  [`#${'x'.repeat(101)}`, [], []],
])('of %j are read as the platforms read them', (caption, hashtags, mentions) => {
  expect(tagsOf(caption)).toEqual({ hashtags, mentions });
});

it('are bounded, whatever a caption holds', () => {
  const caption = Array.from({ length: 500 }, (_, index) => `#tag${index}`).join(' ');
  expect(tagsOf(caption).hashtags).toHaveLength(60);
});

testStores('tags and categories', (opened) => {
  it('follow the captions that are seen, and go with their account', async () => {
    const { store } = opened();
    const own = await serving(store);
    const account = await own.account(`tags.${randomUUID().slice(0, 8)}`);
    const tags = async () => ({
      hashtags: (await store.read.selectFrom('post_hashtags').select('hashtag').orderBy('hashtag').execute()).map(
        ({ hashtag }) => hashtag,
      ),
      mentions: (await store.read.selectFrom('post_mentions').select('mention').execute()).map(
        ({ mention }) => mention,
      ),
    });
    await own.seen(account, 10, [post('a', 1, { description: 'A #day with @ana' })], noon - dayMs);
    expect(await tags()).toEqual({ hashtags: ['day'], mentions: ['ana'] });
    await own.seen(account, 10, [post('a', 2, { description: 'A #day, a #night' })], noon);
    expect(await tags()).toEqual({ hashtags: ['day', 'night'], mentions: [] });
    expect(await rollupDifferences(store)).toEqual([]);
    await deleteAccount(store, { organizationId: own.organizationId, accountId: account });
    expect(await tags()).toEqual({ hashtags: [], mentions: [] });
    expect(await rollupDifferences(store)).toEqual([]);
  });

  it("move an account's days when it is filed elsewhere", async () => {
    const { store } = opened();
    const own = await serving(store);
    const account = await own.account(`filed.${randomUUID().slice(0, 8)}`, { views: [100, 250] });
    const days = async () =>
      (
        await store.read
          .selectFrom('category_days')
          .select(['category', 'views'])
          .where('organization_id', '=', own.organizationId)
          .where('views', '<>', 0)
          .execute()
      ).map(({ category, views }) => [category, views]);
    expect(await days()).toEqual([['', 150]]);
    await own.ask('update_account', { params: { account_id: account }, body: { category: 'food' } });
    expect(await days()).toEqual([['food', 150]]);
    await own.ask('update_account', { params: { account_id: account }, body: { category: null } });
    expect(await days()).toEqual([['', 150]]);
    expect(await rollupDifferences(store)).toEqual([]);
  });
});
