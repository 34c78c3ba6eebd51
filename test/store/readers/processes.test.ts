import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { ReadTooLong } from '../../../src/store/readers/refused.ts';
import { createSqliteReaders } from '../../../src/store/readers/sqlite-readers.ts';
import { openForReading } from '../../../src/store/sqlite-file.ts';
import { openTestStore, type TestStore } from '../open-test-store.ts';
import { addOrganization } from '../rows.ts';
import { isRunning, readersOf, settingsOf, statOf } from './processes.ts';

const endless = {
  sql: 'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) as n from n',
  parameters: [],
};
const small = { sql: 'select 1 as one', parameters: [] };

let ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  ends = [];
});

async function readers(given: { deadlineMs: number; most?: number }) {
  const { store, setting, remove }: TestStore = await openTestStore('sqlite');
  if (setting.kind !== 'sqlite') throw new Error('This is about SQLite');
  const made = createSqliteReaders({ file: setting.file, most: 1, ...given });
  ends.push(
    remove,
    () => store.close(),
    () => made.stop(),
  );
  return { ...made, store, file: setting.file };
}

/** The process that reads, once it is there. */
async function reading(but: readonly number[] = []): Promise<number> {
  const found = () => readersOf(process.pid).find((pid) => !but.includes(pid));
  await expect.poll(found, { timeout: 20_000 }).toBeDefined();
  return found() ?? Number.NaN;
}

describe.runIf(process.platform === 'linux')('the processes of long reads', () => {
  it('are started when needed, with low priority and without our settings', async () => {
    const { read } = await readers({ deadlineMs: 60_000 });
    expect(readersOf(process.pid)).toEqual([]);
    expect(await read('a', small)).toEqual([{ one: 1 }]);
    const pid = await reading();
    expect(statOf(pid)?.nice).toBe(constants.priority.PRIORITY_BELOW_NORMAL);
    expect(settingsOf(pid).filter((name) => !name.startsWith('NODE_CHANNEL_'))).toEqual([]);
    await read('b', small);
    expect(readersOf(process.pid)).toEqual([pid]);
  });

  it('are never more than they may be', async () => {
    const { read } = await readers({ deadlineMs: 60_000, most: 2 });
    await Promise.all(Array.from({ length: 12 }, (_, index) => read(`organization ${index % 3}`, small)));
    expect(readersOf(process.pid).length).toBe(2);
  });

  it('are gone when the 503 of the deadline is there', async () => {
    const { read } = await readers({ deadlineMs: 300 });
    await read('a', small);
    const pid = await reading();
    await expect(read('a', endless)).rejects.toBeInstanceOf(ReadTooLong);
    expect(isRunning(pid)).toBe(false);
    expect(readersOf(process.pid)).toEqual([]);
    expect(await read('a', small)).toEqual([{ one: 1 }]);
  });

  it('killed 50 times beside a writer, leave the file whole and lose nothing', { timeout: 240_000 }, async () => {
    const { read, counts, store, file } = await readers({ deadlineMs: 40, most: 2 });
    const written: string[] = [];
    const isDone = { value: false };
    const writer = async () => {
      for (let number = 0; !isDone.value; number += 1) {
        const id = `organization ${number}`;
        await addOrganization(store, id);
        written.push(id);
        await turn();
      }
    };
    const writing = writer();
    // Reads what is written beside it, over and over.
    const asked = {
      sql: 'with recursive n(i) as (select 1 union all select i + 1 from n) select sum(length(name)) as n from n, organizations',
      parameters: [],
    };
    const reader = async () => {
      while (counts().killed < 50) await expect(read('a', asked)).rejects.toBeInstanceOf(ReadTooLong);
    };
    await Promise.all([reader(), reader()]);
    isDone.value = true;
    await writing;
    expect(counts().killed).toBeGreaterThanOrEqual(50);
    expect(readersOf(process.pid)).toEqual([]);
    expect(written.length).toBeGreaterThan(50);
    const database = openForReading(file, 5_000);
    expect(database.pragma('quick_check')).toEqual([{ quick_check: 'ok' }]);
    expect(database.prepare('select id from organizations order by rowid').pluck().all()).toEqual(written);
    database.close();
  });

  it('that are lost to the system are asked once more, by another', async () => {
    const { read } = await readers({ deadlineMs: 60_000 });
    await read('a', small);
    const pid = await reading();
    const counted = read('a', {
      sql: 'with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000000) select count(*) as n from n',
      parameters: [],
    });
    await expect.poll(() => statOf(pid)?.state, { timeout: 20_000 }).toBe('R');
    process.kill(pid, 'SIGKILL');
    expect(await counted).toEqual([{ n: 20_000_000 }]);
    expect(readersOf(process.pid)).not.toContain(pid);
  });

  it('that are lost again are told of as a 503', async () => {
    const { read, counts } = await readers({ deadlineMs: 60_000 });
    const refused = expect(read('a', endless)).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      retryAfterSeconds: 1,
    });
    const first = await reading();
    process.kill(first, 'SIGKILL');
    process.kill(await reading([first]), 'SIGKILL');
    await refused;
    expect(counts()).toEqual({ waiting: 0, running: 0, killed: 0 });
    expect(await read('a', small)).toEqual([{ one: 1 }]);
  });

  it('that were lost while idle are replaced', async () => {
    const { read } = await readers({ deadlineMs: 60_000 });
    await read('a', small);
    const pid = await reading();
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => isRunning(pid)).toBe(false);
    expect(await read('a', small)).toEqual([{ one: 1 }]);
  });

  it('go on while the program is told to stop, and end when it has', async () => {
    const { read, stop } = await readers({ deadlineMs: 60_000 });
    await read('a', small);
    const pid = await reading();
    const refused = expect(read('a', endless)).rejects.toMatchObject({ detail: expect.stringContaining('shutting') });
    process.kill(pid, 'SIGTERM');
    process.kill(pid, 'SIGINT');
    await turn();
    expect(isRunning(pid)).toBe(true);
    await stop();
    await refused;
    expect(isRunning(pid)).toBe(false);
  });

  it('end with the program, in the middle of a statement too', async () => {
    const { file, read } = await readers({ deadlineMs: 60_000 });
    await read('a', small);
    const program = started(file);
    ends.push(async () => program.kill('SIGKILL'));
    const parent = program.pid ?? Number.NaN;
    await expect.poll(() => readersOf(parent).length, { timeout: 20_000 }).toBe(1);
    const [pid = Number.NaN] = readersOf(parent);
    // It is at its statement when it uses the processor on and on.
    await expect.poll(() => statOf(pid)?.state, { timeout: 20_000 }).toBe('R');
    program.kill('SIGKILL');
    await once(program, 'close');
    await expect.poll(() => isRunning(pid), { timeout: 1_000 }).toBe(false);
  });

  it('take turns: who asks once is answered before who asked much', async () => {
    const { read } = await readers({ deadlineMs: 60_000 });
    const answered: string[] = [];
    const ask = async (organization: string) => {
      await read(organization, small);
      answered.push(organization);
    };
    await Promise.all([...Array.from({ length: 8 }, () => ask('much')), ask('once')]);
    expect(answered.indexOf('once')).toBe(1);
  });

  it('refuse what is too much for the queue, and answer the rest', async () => {
    const { read } = await readers({ deadlineMs: 60_000 });
    const reads = Array.from({ length: 40 }, () => read('much', small).catch((error: unknown) => error));
    const answers = await Promise.all(reads);
    const refused = answers.filter((answer) => answer instanceof Error);
    expect(refused.length).toBe(23);
    for (const error of refused) {
      expect(error).toMatchObject({ status: 503, retryAfterSeconds: expect.any(Number) });
    }
  });
});

/** A program that begins a read without end. */
function started(file: string): ChildProcess {
  const from = new URL('../../../src/store/readers/sqlite-readers.ts', import.meta.url).href;
  const text = `
    const { createSqliteReaders } = await import(${JSON.stringify(from)});
    await createSqliteReaders({ file: ${JSON.stringify(file)}, deadlineMs: 60_000 }).read('a', ${JSON.stringify(endless)});`;
  return spawn(process.execPath, ['--input-type=module', '--eval', text], { stdio: 'ignore' });
}
