import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { recordLooks, withdrawLooks } from '../../src/store/ingest/record-looks.ts';
import type { PostObservation } from '../../src/store/ingest/snapshot.ts';
import type { Store } from '../../src/store/store.ts';
import { testStores } from './open-test-store.ts';
import { accountFacts, addAccount, addOrganization, hour, noon, post } from './rows.ts';

const origins = {
  api: { source: 'api', importId: '' },
  push: { source: 'push', importId: 'collector' },
  file: { source: 'file', importId: 'one' },
  other: { source: 'file', importId: 'two' },
} as const;
type Name = keyof typeof origins;

const whose = { organizationId: 'o', accountId: 'a' };
const untold = { shortcode: null, description: null, media_type: null, duration: null } as const;

/** Whatever writes what is kept beside words fails from now on. */
async function refuseWrites({ dialect, write }: Store): Promise<void> {
  const on = 'before insert on post_words';
  const statements =
    dialect === 'sqlite'
      ? [`create trigger no_words ${on} begin select raise(abort, 'written'); end`]
      : [
          `create function no_words() returns trigger language plpgsql as $$ begin raise 'written'; end $$`,
          `create trigger no_words ${on} for each row execute function no_words()`,
        ];
  for (const statement of statements) await sql.raw(statement).execute(write);
}

async function allowWrites({ dialect, write }: Store): Promise<void> {
  await sql.raw(dialect === 'sqlite' ? 'drop trigger no_words' : 'drop function no_words cascade').execute(write);
}

testStores('the words of a post', (opened) => {
  beforeEach(async () => {
    const { store } = opened();
    await store.write.deleteFrom('organizations').execute();
    await addOrganization(store, 'o');
    await addAccount(store, 'o', accountFacts('a', 'tiktok'));
  });

  const see = (by: Name, at: number, told: Partial<PostObservation>) => {
    const snapshot = { profile: null, posts: [{ ...post('p', 10), ...told }] };
    return recordLooks(opened().store, { ...whose, origin: origins[by], looks: [{ at, snapshot }] });
  };
  const takeBack = (by: Name) => withdrawLooks(opened().store, { ...whose, origin: origins[by] });
  const shown = () => opened().store.read.selectFrom('account_videos').selectAll().executeTakeFirstOrThrow();
  const beside = () => opened().store.read.selectFrom('post_words').selectAll().orderBy('origin').execute();

  it('are what the latest told, and come back with whom they were told by before', async () => {
    await see('api', noon, { description: 'first' });
    await see('file', noon + hour, { description: 'second', video_url: 'https://a.example/' });
    expect(await shown()).toMatchObject({ description: 'second', video_url: 'https://a.example/' });
    await see('other', noon - hour, { description: 'earlier' });
    expect(await shown()).toMatchObject({ description: 'second' });
    await takeBack('file');
    expect(await shown()).toMatchObject({ description: 'first', video_url: null, video_url_original: null });
    await takeBack('api');
    expect(await shown()).toMatchObject({ description: 'earlier' });
    expect(await beside()).toEqual([]);
  });

  it('that a later source does not tell stay', async () => {
    await see('api', noon, { description: 'told', duration: 9 });
    await see('file', noon + hour, { ...untold, description: 'anew' });
    expect(await shown()).toMatchObject({ description: 'anew', duration: 9, media_type: 'video', shortcode: 'p' });
    await takeBack('api');
    expect(await shown()).toMatchObject({ description: 'anew', duration: null, media_type: null, shortcode: null });
  });

  it('are no more rows where nobody else tells any', async () => {
    for (const hours of [0, 1, 2, 3]) await see('api', noon + hours * hour, { description: `${hours}` });
    await see('api', noon - hour, { description: 'late' });
    expect(await shown()).toMatchObject({ description: '3' });
    expect(await beside()).toEqual([]);
  });

  it('that are kept beside are not written again by a refresh that says the same', async () => {
    await see('file', noon, { description: 'in the file', video_url: 'https://a.example/' });
    await see('api', noon + hour, { description: 'seen' });
    const before = await beside();
    expect(before).toHaveLength(2);
    await refuseWrites(opened().store);
    expect(await see('api', noon + 2 * hour, { description: 'seen' })).toBe('recorded');
    await allowWrites(opened().store);
    expect(await beside()).toEqual(before);
    await see('api', noon + 3 * hour, { description: 'changed' });
    expect(await shown()).toMatchObject({ description: 'changed', video_url: 'https://a.example/' });
    await takeBack('api');
    expect(await shown()).toMatchObject({ description: 'in the file', video_url: 'https://a.example/' });
  });

  it('go with the post and with its account', async () => {
    await see('api', noon, {});
    await see('file', noon + hour, {});
    await takeBack('api');
    await takeBack('file');
    expect(await beside()).toEqual([]);
    await see('api', noon, {});
    await see('file', noon + hour, {});
    expect(await beside()).toHaveLength(1);
    await opened().store.write.deleteFrom('accounts').execute();
    expect(await beside()).toEqual([]);
  });

  it('from before origins were kept come back after a file, and are replaced for good by an API', async () => {
    const { store } = opened();
    await see('api', noon, { description: 'before' });
    await store.write.deleteFrom('origins').where('source', '=', 'before').execute();
    await store.write.updateTable('origins').set({ source: 'before' }).where('source', '=', 'api').execute();
    await see('file', noon + hour, { description: 'file' });
    await takeBack('file');
    expect(await shown()).toMatchObject({ description: 'before' });
    await see('api', noon + 2 * hour, { description: 'api' });
    expect(await beside()).toEqual([]);
  });

  describe('when it was made is as', () => {
    const made = { early: '2026-03-01T08:00:00.000Z', late: '2026-03-02T20:00:00.000Z' };
    const told: { name: string; all: (readonly [Name, keyof typeof made])[]; expected: keyof typeof made }[] = [
      {
        name: 'an API says, whatever a push and a file say',
        all: [
          ['api', 'late'],
          ['push', 'early'],
          ['file', 'early'],
        ],
        expected: 'late',
      },
      {
        name: 'a push says before a file',
        all: [
          ['push', 'late'],
          ['file', 'early'],
        ],
        expected: 'late',
      },
      {
        name: 'the earlier of two files says',
        all: [
          ['file', 'late'],
          ['other', 'early'],
        ],
        expected: 'early',
      },
      {
        name: 'an API said at the earliest',
        all: [
          ['api', 'late'],
          ['api', 'early'],
          ['api', 'late'],
        ],
        expected: 'early',
      },
    ];

    it.each(told)('$name, in any order', async ({ all, expected }) => {
      const create_time = made[expected];
      for (const order of [all, all.toReversed()]) {
        for (const [index, [by, when]] of order.entries()) {
          await see(by, noon + index * hour, { create_time: made[when] });
        }
        expect(await shown()).toMatchObject({ create_time });
        const days = await opened().store.read.selectFrom('organization_post_days').selectAll().execute();
        expect(days).toEqual([{ organization_id: 'o', day: create_time.slice(0, 10), posts: 1 }]);
        for (const [by] of all) await takeBack(by);
        expect(await opened().store.read.selectFrom('organization_post_days').selectAll().execute()).toEqual([]);
      }
    });
  });
});
