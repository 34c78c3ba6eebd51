import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import type { ReadHeavy } from '../../../src/store/readers/heavy-read.ts';
import { mostBytes, mostRows } from '../../../src/store/readers/limits.ts';
import { ReadTooLarge, ReadTooLong } from '../../../src/store/readers/refused.ts';
import type { Store } from '../../../src/store/store.ts';
import { testStores } from '../open-test-store.ts';
import { addOrganization } from '../rows.ts';

const endless = {
  sqlite: 'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) as n from n',
  postgres: 'with recursive n(i) as (select 1::bigint union all select i + 1 from n) select count(*) as n from n',
};

testStores('long reads', (opened, dialect) => {
  let brief: Store;
  beforeAll(async () => {
    brief = await openStore(opened().setting, { heavyReadMs: 1_000 });
    const { store } = opened();
    await addOrganization(store, 'one');
    await store.write
      .updateTable('organizations')
      .set({ name: 'é "quoted" 🍜\u2028' })
      .where('id', '=', 'one')
      .execute();
  });
  afterAll(() => brief.close());

  const numbers = (count: number) =>
    dialect === 'sqlite'
      ? `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count}) select i, 'x' || i as text from n`
      : `select i, 'x' || i as text from generate_series(1, ${count}) as n(i)`;
  const parameter = (number: number) => (dialect === 'sqlite' ? '?' : `$${number}`);

  it('cannot write', async () => {
    const before = await opened().store.read.selectFrom('organizations').selectAll().execute();
    for (const text of [
      `delete from organizations where id = 'one' returning id`,
      `update organizations set name = 'other' returning id`,
    ]) {
      await expect(opened().store.readHeavy('one', { sql: text, parameters: [] })).rejects.toMatchObject({
        code: dialect === 'sqlite' ? 'SQLITE_READONLY' : '25006',
      });
    }
    expect(await opened().store.read.selectFrom('organizations').selectAll().execute()).toEqual(before);
  });

  it('fail with the error of the driver, and others after it do not', async () => {
    const { readHeavy } = opened().store;
    await expect(readHeavy('one', { sql: 'select nothing from nowhere', parameters: [] })).rejects.toMatchObject({
      code: dialect === 'sqlite' ? 'SQLITE_ERROR' : '42P01',
    });
    expect(await readHeavy('one', { sql: 'select 1 as one', parameters: [] })).toEqual([{ one: 1 }]);
  });

  it('come to the same rows as the connection of this process', async () => {
    const { read } = opened().store;
    const readHeavy: ReadHeavy = opened().store.readHeavy;
    const text = `select id, name, name is null as missing, length(name) as long, 2.5 as half, null as empty, 9007199254740991 as most from organizations where id = `;
    const direct = await sql`${sql.raw(text)}${'one'}`.execute(read);
    expect(direct.rows.length).toBe(1);
    expect(await readHeavy('one', { sql: `${text}${parameter(1)}`, parameters: ['one'] })).toEqual(direct.rows);
    expect(await readHeavy('one', { sql: `${text}${parameter(1)}`, parameters: ['two'] })).toEqual([]);
  });

  it('compare texts as all other reads do', async () => {
    const fold = dialect === 'sqlite' ? 'fold' : 'search_fold';
    const text = dialect === 'sqlite' ? '?' : '$1::text';
    const asked = { sql: `select ${fold}(${text}) as folded`, parameters: ['ẞΣÉ\u0301'] };
    const [row] = await opened().store.readHeavy('one', asked);
    expect(row).toEqual({ folded: 'ssσé\u0301'.normalize('NFKC') });
  });

  it('see what was committed before them', async () => {
    const { write, readHeavy } = opened().store;
    for (const name of ['first', 'second']) {
      await write.updateTable('organizations').set({ name }).where('id', '=', 'one').execute();
      const asked = { sql: `select name from organizations where id = ${parameter(1)}`, parameters: ['one'] };
      expect(await readHeavy('one', asked)).toEqual([{ name }]);
    }
  });

  it('may come to so many rows, and not to one more', async () => {
    const { readHeavy } = opened().store;
    const rows = await readHeavy('one', { sql: numbers(mostRows), parameters: [] });
    expect(rows.map(({ i }) => i)).toEqual(Array.from({ length: mostRows }, (_, index) => index + 1));
    expect(rows.at(-1)).toEqual({ i: mostRows, text: `x${mostRows}` });
    for (const count of [mostRows + 1, 3_000_000]) {
      await expect(readHeavy('one', { sql: numbers(count), parameters: [] })).rejects.toBeInstanceOf(ReadTooLarge);
    }
  });

  it('may come to so many characters, and not to more', async () => {
    const { readHeavy } = opened().store;
    const zeros = (count: number) =>
      dialect === 'sqlite' ? `select hex(zeroblob(${count / 2})) as zeros` : `select repeat('0', ${count}) as zeros`;
    const [row] = await readHeavy('one', { sql: zeros(mostBytes - 1_000), parameters: [] });
    expect(row).toEqual({ zeros: '0'.repeat(mostBytes - 1_000) });
    await expect(readHeavy('one', { sql: zeros(mostBytes), parameters: [] })).rejects.toBeInstanceOf(ReadTooLarge);
  });

  it('are ended at the deadline in words that help, and others go on', async () => {
    const killed = brief.heavyReads().killed;
    const asked = { sql: endless[dialect], parameters: [] };
    const error: unknown = await brief.readHeavy('one', asked).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ReadTooLong);
    expect(error).toMatchObject({
      status: 503,
      detail: expect.stringMatching(/than the 1 s .*shorter range of dates/),
    });
    expect(brief.heavyReads()).toEqual({ waiting: 0, running: 0, killed: killed + 1 });
    expect(await brief.readHeavy('one', { sql: 'select 1 as one', parameters: [] })).toEqual([{ one: 1 }]);
  });

  it.runIf(dialect === 'postgres')('have a limit of their own: other statements as long go on', async () => {
    const sleeping = 'select pg_sleep(1.5), 1 as one';
    await expect(brief.readHeavy('one', { sql: sleeping, parameters: [] })).rejects.toBeInstanceOf(ReadTooLong);
    expect((await sql<{ one: number }>`${sql.raw(sleeping)}`.execute(brief.read)).rows[0]?.one).toBe(1);
    expect((await sql<{ one: number }>`${sql.raw(sleeping)}`.execute(brief.write)).rows[0]?.one).toBe(1);
    const limit = { sql: 'show statement_timeout', parameters: [] };
    expect(await brief.readHeavy('one', limit)).toEqual([{ statement_timeout: '1s' }]);
    const others = await sql`show statement_timeout`.execute(brief.read);
    expect(others.rows).toEqual([{ statement_timeout: '10s' }]);
  });

  it('are counted while they wait and run', async () => {
    const asked = { sql: endless[dialect], parameters: [] };
    const reads = Array.from({ length: 12 }, () => brief.readHeavy('one', asked).catch((error: unknown) => error));
    const { running, waiting } = brief.heavyReads();
    expect(running).toBeGreaterThan(0);
    expect(running + waiting).toBe(12);
    for (const error of await Promise.all(reads)) expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(brief.heavyReads()).toMatchObject({ running: 0, waiting: 0 });
  });
});
