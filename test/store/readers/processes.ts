import { readdirSync, readFileSync } from 'node:fs';

/** The readers that a process has started, as the system lists them. */
export function readersOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const stat = statOf(pid);
      return stat !== null && stat.parent === parent && stat.state !== 'Z' && isReader(pid);
    });
}

/** Whether a process of that number is there and not just waited for. */
export function isRunning(pid: number): boolean {
  const stat = statOf(pid);
  return stat !== null && stat.state !== 'Z';
}

/** Null where there is no such process. */
export function statOf(pid: number): { state: string; parent: number; nice: number } | null {
  const text = read(`/proc/${pid}/stat`);
  // The name before may hold spaces and brackets.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined) return null;
  return { state: fields[0] ?? '', parent: Number(fields[1]), nice: Number(fields[16]) };
}

/** Names of the settings that a process was given. */
export function settingsOf(pid: number): string[] {
  const entries = (read(`/proc/${pid}/environ`) ?? '').split('\0').filter((entry) => entry !== '');
  return entries.map((entry) => entry.split('=')[0] ?? '');
}

function isReader(pid: number): boolean {
  return (read(`/proc/${pid}/cmdline`) ?? '').includes('readers/child.ts');
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
