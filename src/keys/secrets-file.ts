import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError } from '../config.ts';
import { parseSecretsContent, type SecretsContent } from './secrets.ts';

/**
 * Reads the secrets file; null when there is none.
 * @throws ConfigError with one line when it cannot be read, others may read it, or it is damaged.
 */
export async function readSecretsFile(path: string): Promise<SecretsContent | null> {
  let text: string;
  try {
    await refuseOpenMode(path);
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    if (errorCode(error) === 'ENOENT') return null;
    throw new ConfigError(`SECRETS_FILE ${path} cannot be read (${errorCode(error)})`);
  }
  try {
    return parseSecretsContent(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unreadable';
    throw new ConfigError(`SECRETS_FILE ${path} is damaged: ${reason}. Restore it from its backup`);
  }
}

/** Tells one version of the file from the next without reading it; null when there is none. */
export async function secretsFileVersion(path: string): Promise<string | null> {
  const facts = await stat(path).catch(() => null);
  return facts === null ? null : `${facts.ino} ${facts.size} ${facts.mtimeMs}`;
}

/**
 * Writes the first secrets file, whole or not at all.
 * @returns false when another process made one first: read that.
 */
export async function createSecretsFile(path: string, content: SecretsContent): Promise<boolean> {
  const draft = await writeDraft(path, content);
  try {
    // A hard link fails where a file is; a rename would replace the other process's secrets.
    await link(draft, path);
    await syncFolder(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw new ConfigError(`SECRETS_FILE ${path} cannot be created (${errorCode(error)})`);
  } finally {
    await unlink(draft);
  }
}

/** Replaces the secrets file in one step: a reader sees the old or the new one. */
export async function replaceSecretsFile(path: string, content: SecretsContent): Promise<void> {
  const draft = await writeDraft(path, content);
  await rename(draft, path);
  await syncFolder(path);
}

/** The content in a file beside `path`, on the disk for good before anything names it. */
async function writeDraft(path: string, content: SecretsContent): Promise<string> {
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return draft;
  } catch (error) {
    throw new ConfigError(`SECRETS_FILE ${path} cannot be written (${errorCode(error)})`);
  }
}

/** A database that outlives its secrets after a power cut would be lost: the file's name must be on the disk too. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function refuseOpenMode(path: string): Promise<void> {
  // Windows has no such bits; it shows every file as open to all.
  if (process.platform === 'win32') return;
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) {
    const shown = (mode & 0o777).toString(8).padStart(4, '0');
    throw new ConfigError(`SECRETS_FILE ${path} may be read by others (mode ${shown}): run chmod 600 on it`);
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
