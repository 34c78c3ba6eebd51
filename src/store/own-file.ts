import { closeSync, constants, lstatSync, openSync, writeSync } from 'node:fs';
import { type FileHandle, open, rename, rm, writeFile } from 'node:fs/promises';
import { driverCode } from './unavailable.ts';

/*
 * Every file that the program makes is made here. For its owner alone, whatever the umask; new, so that what somebody
 * put in its place beforehand is neither written into nor kept open by them; and never through a symbolic link, which
 * leads our writes to where its maker wants them.
 */

const ownMode = 0o600;

/** @throws the system's error; EEXIST where anything has the name, a link that leads nowhere too */
export function makeOwnFile(path: string): Promise<FileHandle> {
  return open(path, 'wx', ownMode);
}

/** An empty file where there is none yet, for what will open it by its name. @throws the system's error */
export function ensureOwnFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', ownMode));
  } catch (error) {
    if (driverCode(error) !== 'EEXIST') throw error;
  }
}

/**
 * Gives a draft its name, unless anything has it. The name is taken first, as a rename alone would replace what is there
 * and a hard link is not to be had on every disk that backups go to.
 * @throws the system's error; EEXIST where the name is taken
 */
export async function nameOwnFile(draft: string, path: string): Promise<void> {
  await (await makeOwnFile(path)).close();
  await rename(draft, path).catch(async (error: unknown) => {
    await rm(path, { force: true });
    throw error;
  });
}

/**
 * Adds to a file of ours before anything else of this process goes on. It is with the system then, and so outlives this
 * process, but no power cut.
 */
export function appendAtOnce({ fd }: FileHandle, text: string): void {
  writeSync(fd, text);
}

/** Opens a file of ours for reading. @throws the system's error; ELOOP for a symbolic link */
export function openOwnFile(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDONLY | noFollow);
}

/** Opens a file of ours to be written anew; it is made where there is none. @throws the system's error; ELOOP for a symbolic link */
export function replaceOwnFile(path: string): Promise<FileHandle> {
  return open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | noFollow, ownMode);
}

/** Adds a line to a file, which is made where there is none. @throws the system's error; ELOOP for a symbolic link */
export async function appendOwnLine(path: string, line: string): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | noFollow, ownMode);
  try {
    await file.appendFile(`${line}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Writes a page of the project anew, which everybody may read. @throws the system's error; ELOOP for a symbolic link */
export async function rewritePage(path: string, text: string): Promise<void> {
  await writeFile(path, text, { flag: constants.O_WRONLY | constants.O_TRUNC | noFollow });
}

/** A name that must outlive a power cut is on the disk with its folder. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** Windows has no such flag, and lets none but administrators make such links. */
const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;
