import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { folded } from '../../src/store/fold.ts';
import { migrate } from '../../src/store/migrations/migrate.ts';
import { openStore, openUnmigrated } from '../../src/store/open.ts';
import { matchText } from '../../src/store/search.ts';
import { emptyDatabase, testStores } from './open-test-store.ts';
import { addCreator, addOrganization } from './rows.ts';

/** Each text of a row is the same word: whichever is stored, any other finds it. */
const spellings = [
  ['Jos\u00e9', 'Jose\u0301', 'JOS\u00c9', 'JOSE\u0301'],
  ['İstanbul', 'istanbul', 'ISTANBUL', 'I\u0307stanbul'],
  ['Straße', 'STRASSE', 'strasse', 'STRAẞE'],
  ['ΟΔΟΣ', 'οδος', 'οδοσ'],
  ['ＦＵＬＬ', 'full', 'Full'],
  ['ﬁnale', 'FINALE'],
  ['می\u200cخواهم', 'میخواهم'],
  ['I ❤\ufe0f it', 'i ❤ IT'],
  ['Ǆungla', 'ǆungla', 'ǅungla', 'DŽUNGLA'],
  ['①②③', '123'],
] as const;

const different = [
  ['José', 'Jose'],
  ['Zürich', 'Zurich'],
  ['ø', 'o'],
] as const;

describe('the form in which texts are compared', () => {
  it.each(spellings.map((row) => [row]))('is one for %j', (row) => {
    expect(new Set(row.map((spelling) => folded(spelling))).size).toBe(1);
  });

  it.each(different)('is not one for %j and %j', (one, other) => {
    expect(folded(one)).not.toBe(folded(other));
  });

  it('does not change when it is made again', () => {
    for (let code = 0; code < 0x20000; code += 1) {
      const once = folded(String.fromCodePoint(code));
      if (!/\p{Cs}/u.test(once)) expect(folded(once), code.toString(16)).toBe(once);
    }
  });
});

testStores('texts in different spellings', (opened) => {
  it.each(spellings.flatMap((row) => row.map((stored) => [stored, row] as const)))(
    'finds %j by each of %j',
    async (stored, row) => {
      const { store } = opened();
      const id = `spelled ${stored}`;
      await addOrganization(store, id);
      await addCreator(store, id, id, `Über ${stored}!`);
      for (const q of row) {
        const { condition } = await matchText(store, 'creators', q);
        const owned = store.read.selectFrom('creators').select('name').where('organization_id', '=', id);
        expect(await owned.where(condition).execute(), q).toEqual([{ name: `Über ${stored}!` }]);
      }
    },
  );

  it('are folded by the database as here', async () => {
    const { store } = opened();
    if (store.dialect === 'sqlite') return;
    const letters = Array.from({ length: 0x1ffff }, (_, code) => String.fromCodePoint(code)).filter((letter) =>
      /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(letter),
    );
    const { rows } = await sql<{ letter: string; folded: string }>`select letter, search_fold(letter) as folded
      from unnest(${letters}::text[]) as letter`.execute(store.read);
    const differing = rows.filter((row) => row.folded !== folded(row.letter));
    // A database with older tables of Unicode leaves rare letters as they are.
    expect(differing.filter((row) => row.folded !== row.letter)).toEqual([]);
    expect(differing.length).toBeLessThan(250);
  });
});

describe.each(['sqlite', 'postgres'] as const)('a database from before on %s', (dialect) => {
  it('is searched in the same way once it is brought forward', async () => {
    const database = await emptyDatabase(dialect);
    const old = await openUnmigrated(database.setting);
    await migrate(old, '0011-post-partitions');
    await addOrganization(old, 'o');
    await addCreator(old, 'o', 'c', 'Jose\u0301 Straße');
    await old.close();
    const store = await openStore(database.setting);
    for (const q of ['jos\u00e9', 'STRASSE', 'é ']) {
      const { condition } = await matchText(store, 'creators', q);
      const found = await store.read.selectFrom('creators').select(['id', 'name_key']).where(condition).execute();
      expect(found).toEqual([{ id: 'c', name_key: 'jos\u00e9 strasse' }]);
    }
    await store.close();
    await database.remove();
  });
});
