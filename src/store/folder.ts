import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { driverCode } from './unavailable.ts';

/**
 * Creates a folder and its missing parents, readable by this user only. Node's own recursive mkdir never returns where
 * an existing folder accepts no new entries, as in /proc.
 * @throws the system's error, e.g. EEXIST where a file has the name
 */
export function makeFolder(path: string): void {
  try {
    makeOne(path);
  } catch (error) {
    const parent = dirname(path);
    if (driverCode(error) !== 'ENOENT' || isFolder(parent) || parent === path) throw error;
    makeFolder(parent);
    makeOne(path);
  }
}

function makeOne(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // It exists already, or another process created it first.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
