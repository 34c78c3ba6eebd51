import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { realOutside } from '../../src/start/outside.ts';
import { startServer } from '../../src/start/start-server.ts';
import { startProgram } from './program.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'creatoraudit-refused-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const quiet = { ...realOutside, log: { write: () => undefined } };

/** The one line that the operator would see. */
async function refusal(settings: Record<string, string>): Promise<string> {
  const config = loadConfig({ PORT: '0', SAMPLE_DATA: 'off', ...settings });
  const server = await startServer(config, quiet).catch((error: unknown) => error);
  if (!(server instanceof Error)) throw new Error('it started');
  expect(server.message).not.toContain('\n');
  return server.message;
}

async function started(dataDir: string): Promise<void> {
  const server = await startServer(loadConfig({ PORT: '0', SAMPLE_DATA: 'off', DATA_DIR: dataDir }), quiet);
  await server.stop();
}

describe('a start that cannot be', () => {
  it('names the port that is in use', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    const port = String(typeof address === 'object' ? address?.port : '');
    const dataDir = join(folder, 'port');
    expect(await refusal({ PORT: port, DATA_DIR: dataDir })).toMatch(new RegExp(`^PORT ${port} is in use`));
    expect(await refusal({ METRICS_PORT: port, DATA_DIR: dataDir })).toMatch(
      new RegExp(`^METRICS_PORT ${port} is in use`),
    );
    holder.close();
  });

  it('names a HOST that is no address here', async () => {
    const elsewhere = { HOST: '192.0.2.1', PUBLIC_URL: 'https://gateway.example', DATA_DIR: join(folder, 'host') };
    expect(await refusal(elsewhere)).toMatch(/^HOST 192\.0\.2\.1 is no address of this machine/);
  });

  it('names a data folder that is a file, or lies in one', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    expect(await refusal({ DATA_DIR: file })).toMatch(/^DATA_DIR .*file is not a folder$/);
    expect(await refusal({ DATA_DIR: join(file, 'below') })).toMatch(/^DATA_DIR .*below cannot be used \(ENOTDIR\)/);
  });

  it.runIf(process.platform === 'linux')('names a data folder where the system takes none', async () => {
    // In a process of its own: a loop here would never let this one say so.
    const program = startProgram({ PORT: '0', DATA_DIR: '/proc/nope' });
    onTestFinished(() => void program.child.kill('SIGKILL'));
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.stderr()).toMatch(/^DATA_DIR \/proc\/nope cannot be used \(ENOENT\).*\n$/);
  });

  it('names a database file that is none, and leaves it as it was', async () => {
    const dataDir = join(folder, 'notes');
    await mkdir(dataDir);
    await writeFile(join(dataDir, 'creatoraudit.db'), 'my notes, not a database. '.repeat(100));
    expect(await refusal({ DATA_DIR: dataDir })).toMatch(/not a SQLite database.*DATA_DIR/);
  });

  it("names secrets that are another database's, gone, damaged or open to others", async () => {
    const [mine, other] = [join(folder, 'mine'), join(folder, 'other')];
    await started(mine);
    await started(other);
    const secrets = join(mine, 'secrets.json');
    await copyFile(secrets, join(folder, 'kept.json'));
    await copyFile(join(other, 'secrets.json'), secrets);
    expect(await refusal({ DATA_DIR: mine })).toMatch(/^SECRETS_FILE .* belongs to another database/);
    await rm(secrets);
    expect(await refusal({ DATA_DIR: mine })).toMatch(/^SECRETS_FILE .* is missing/);
    await writeFile(secrets, '{', { mode: 0o600 });
    expect(await refusal({ DATA_DIR: mine })).toMatch(/^SECRETS_FILE .* is damaged/);
    await copyFile(join(folder, 'kept.json'), secrets);
    await chmod(secrets, 0o644);
    expect(await refusal({ DATA_DIR: mine })).toMatch(/^SECRETS_FILE .* may be read or written by others/);
    await chmod(secrets, 0o600);
    await started(mine);
  });

  it('leaves the port free again', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const address: AddressInfo | string | null = probe.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    probe.close();
    await once(probe, 'close');
    const file = join(folder, 'file');
    await refusal({ PORT: String(port), DATA_DIR: file });
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
    probe.close();
  });
});

it('is one line on standard error and exit code 1', async () => {
  const wrong = startProgram({ PORT: 'eighty', DATA_DIR: folder });
  expect(await wrong.ended).toEqual({ code: 1, signal: null });
  expect([wrong.stdout(), wrong.stderr()]).toEqual(['', 'PORT must be a port number from 0 to 65535\n']);
});
