import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** In a shell as people have it, where new files are for everybody to read. `$0` is Node. */
function shell(script: string, env: Record<string, string>) {
  return promisify(execFile)('/bin/sh', ['-c', `umask 022; ${script}`, process.execPath], { env });
}

describe('a command in a process of its own', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'creatoraudit-process-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('makes a database for its user only, in a folder that others may read too', async () => {
    await shell('chmod 755 "$DATA_DIR"; "$0" src/cli/org.ts create --name One', { DATA_DIR: folder });
    const files = await readdir(folder);
    expect(files).toContain('creatoraudit.db');
    const modes = await Promise.all(files.map(async (name) => (await stat(join(folder, name))).mode & 0o077));
    expect(modes).toEqual(files.map(() => 0));
  });

  it('says nothing of a reader that went away', async () => {
    const { stderr } = await shell('"$0" src/cli/audit.ts --help | true', { DATA_DIR: folder });
    expect(stderr).toBe('');
  });
});
