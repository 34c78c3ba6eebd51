import { randomUUID } from 'node:crypto';
import { type FileHandle, link, mkdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError } from '../config.ts';
import { makeOwnFile, openOwnFile, syncFolder } from '../store/own-file.ts';
import { parseSecretsContent, type SecretsContent } from './secrets.ts';

/**
 * Reads the secrets file; null when there is none.
 * @throws ConfigError with one line when it cannot be read, others may read or write it, or it is damaged.
 */
export async function readSecretsFile(path: string): Promise<SecretsContent | null> {
  const text = await readOwnText(path);
  if (text === null) return null;
  try {
    return parseSecretsContent(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unreadable';
    throw new ConfigError(`SECRETS_FILE ${path} is damaged: ${reason}. Restore it from its backup`);
  }
}

async function readOwnText(path: string): Promise<string | null> {
  try {
    const file = await openOwnFile(path);
    try {
      await refuseOpenMode(path, file);
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    if (errorCode(error) === 'ENOENT') return null;
    // Whoever can make a link can make it lead to secrets that they know.
    if (errorCode(error) === 'ELOOP')
      throw new ConfigError(`SECRETS_FILE ${path} is a symbolic link: give the path of the file itself`);
    throw new ConfigError(`SECRETS_FILE ${path} cannot be read (${errorCode(error)})`);
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
    // A database that outlives its secrets after a power cut would be lost.
    await syncFolder(dirname(path));
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
  await syncFolder(dirname(path));
}

/** The content in a file beside `path`, on the disk for good before anything names it. */
async function writeDraft(path: string, content: SecretsContent): Promise<string> {
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await makeOwnFile(draft);
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

async function refuseOpenMode(path: string, file: FileHandle): Promise<void> {
  // Windows has no such bits; it shows every file as open to all.
  if (process.platform === 'win32') return;
  const { mode } = await file.stat();
  if ((mode & 0o077) !== 0) {
    const shown = (mode & 0o777).toString(8).padStart(4, '0');
    throw new ConfigError(`SECRETS_FILE ${path} may be read or written by others (mode ${shown}): run chmod 600 on it`);
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
