import { randomBytes } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newSecretsContent } from '../../src/keys/secrets.ts';
import { createSecretsFile, readSecretsFile, replaceSecretsFile } from '../../src/keys/secrets-file.ts';
import { createBackup } from '../../src/store/backup/create-backup.ts';
import { migrate, migrationNames } from '../../src/store/migrations/migrate.ts';
import { openStore, openUnmigrated } from '../../src/store/open.ts';
import { rewritePage } from '../../src/store/own-file.ts';
import { restoreBackup } from '../../src/store/restore-backup.ts';
import { emptyDatabase } from './open-test-store.ts';

let folder: string;
let before: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'creatoraudit-own-'));
  // As in a shell that lets everybody write what it makes: nothing may depend on it.
  before = process.umask(0);
});
afterEach(async () => {
  process.umask(before);
  await rm(folder, { recursive: true });
});

const at = (name: string) => join(folder, name);
const sqlite = (file: string) => ({ kind: 'sqlite', file }) as const;
const [last = ''] = migrationNames.slice(-1);

async function madeStore(file: string): Promise<void> {
  await (await openStore(sqlite(file))).close();
}

/** A database as an earlier version of the program left it. */
async function olderStore(file: string): Promise<void> {
  const store = await openUnmigrated(sqlite(file));
  await migrate(store, migrationNames.at(-2));
  await store.close();
}

/** Each way in which the program makes a file: what has to be there, and the doing. */
const makers: readonly { name: string; file: string; prepare?: () => Promise<void>; make: () => Promise<unknown> }[] = [
  { name: 'a database', file: 'made.db', make: () => madeStore(at('made.db')) },
  {
    name: 'the copy before a migration',
    file: `older.db.before-${last}`,
    prepare: () => olderStore(at('older.db')),
    make: () => madeStore(at('older.db')),
  },
  {
    name: 'a backup',
    file: 'all.gz',
    prepare: () => madeStore(at('full.db')),
    make: () => createBackup(sqlite(at('full.db')), at('all.gz'), 0),
  },
  {
    name: 'a restored database',
    file: 'restored.db',
    prepare: async () => {
      await madeStore(at('full.db'));
      await createBackup(sqlite(at('full.db')), at('all.gz'), 0);
    },
    make: () => restoreBackup(sqlite(at('restored.db')), at('all.gz')),
  },
  {
    name: 'the secrets file',
    file: 'secrets.json',
    make: async () => {
      if (!(await createSecretsFile(at('secrets.json'), newSecretsContent(randomBytes)))) throw new Error('taken');
    },
  },
];

describe.each(makers)('$name', ({ file, prepare, make }) => {
  it('is for its owner alone, whatever the umask, and so is all beside it', async () => {
    await prepare?.();
    await make();
    const files = await readdir(folder);
    expect(files).toContain(file);
    for (const name of files) expect([name, (await stat(at(name))).mode & 0o777]).toEqual([name, 0o600]);
  });

  it('is not made where somebody put a link that leads nowhere', async () => {
    await prepare?.();
    await symlink(at('elsewhere'), at(file));
    await expect(make()).rejects.toThrow();
    expect(existsSync(at('elsewhere'))).toBe(false);
  });

  it('is not written into a file that somebody put there a link to', async () => {
    await prepare?.();
    await writeFile(at('theirs'), 'what was there', { mode: 0o644 });
    await symlink(at('theirs'), at(file));
    await expect(make()).rejects.toThrow();
    expect(await readFile(at('theirs'), 'utf8')).toBe('what was there');
  });
});

describe('a link to what is of the right kind', () => {
  it('is read as no secrets file, and is replaced and not followed by new secrets', async () => {
    const known = newSecretsContent(randomBytes);
    await createSecretsFile(at('known.json'), known);
    await symlink(at('known.json'), at('secrets.json'));
    await expect(readSecretsFile(at('secrets.json'))).rejects.toThrow(/is a symbolic link: give the path/);
    await replaceSecretsFile(at('secrets.json'), newSecretsContent(randomBytes));
    expect(await readSecretsFile(at('known.json'))).toEqual(known);
  });

  it.each(['', '-wal', '-shm', '-journal'])('is opened as no database: %j', async (suffix) => {
    await madeStore(at('made.db'));
    await symlink(at(suffix === '' ? 'made.db' : 'theirs'), at(`linked.db${suffix}`));
    await expect(openStore(sqlite(at('linked.db')))).rejects.toThrow(/must not be a symbolic link; set DATA_DIR/);
    expect(existsSync(at('theirs'))).toBe(false);
  });

  it('is no page of the project', async () => {
    await writeFile(at('theirs'), 'what was there');
    await symlink(at('theirs'), at('README.md'));
    await expect(rewritePage(at('README.md'), 'new')).rejects.toThrow('ELOOP');
    expect(await readFile(at('theirs'), 'utf8')).toBe('what was there');
  });
});

it('a backup overwrites nothing that comes to its name meanwhile, and leaves no draft', async () => {
  await madeStore(at('full.db'));
  const both = await Promise.allSettled([0, 1].map(() => createBackup(sqlite(at('full.db')), at('all.gz'), 0)));
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both).toContainEqual(
    expect.objectContaining({ reason: expect.objectContaining({ message: expect.stringContaining('there already') }) }),
  );
  expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([]);
});

it('a backup of PostgreSQL is for its owner alone, and follows no link', async () => {
  const { setting, remove } = await emptyDatabase('postgres');
  await (await openStore(setting)).close();
  await createBackup(setting, at('all.gz'), 0);
  expect((await stat(at('all.gz'))).mode & 0o777).toBe(0o600);
  await symlink(at('elsewhere'), at('linked.gz'));
  await expect(createBackup(setting, at('linked.gz'), 0)).rejects.toThrow('there already');
  expect(existsSync(at('elsewhere'))).toBe(false);
  await remove();
});

it('a backup that cannot be written says so in one line', async () => {
  await madeStore(at('full.db'));
  await expect(createBackup(sqlite(at('full.db')), at('no/such/folder/all.gz'), 0)).rejects.toThrow(
    /^The backup cannot be written there \(ENOENT\): \S+$/,
  );
});

/** What only reads, or changes names and no content. */
const harmless = new Set(
  'access close createReadStream existsSync constants FileHandle link lstat lstatSync mkdir mkdirSync readFile readFileSync readSync readdir readdirSync rename rm stat statSync statfs unlink watch'.split(
    ' ',
  ),
);

it('no other place in the program makes or writes a file', () => {
  const sources = globSync('src/**/*.ts').filter((file) => !file.endsWith('store/own-file.ts'));
  expect(sources.length).toBeGreaterThan(300);
  for (const file of sources) {
    const text = readFileSync(file, 'utf8');
    const imports = [...text.matchAll(/import (?:type )?(\{[^}]*\}|\S+)[^;]*? from 'node:fs(?:\/promises)?'/g)];
    const names = imports.flatMap(([, list = '']) =>
      list
        .replace(/[{}]|\btype /g, '')
        .split(',')
        .map((name) => name.trim()),
    );
    expect([file, names.filter((name) => name !== '' && !harmless.has(name))]).toEqual([file, []]);
  }
  // SQLite makes files too: where one is opened for writing, and where it makes a copy.
  const openers = sources.filter((file) => /new Database\(|vacuum into/.test(readFileSync(file, 'utf8')));
  expect(openers.map((file) => file.replaceAll('\\', '/')).sort()).toEqual([
    'src/store/backup/keep-copy.ts',
    'src/store/checkpoint/worker.ts',
    'src/store/sqlite-file.ts',
  ]);
});
