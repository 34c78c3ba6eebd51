import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The servers' core, and that of everything that asks them. */
const serverCore = 0;
const loadCore = 1;

/** A server in a process of its own. */
export interface Served {
  port: number;
  pid: number;
  /** Lines that it has printed. */
  printed: readonly string[];
  stop(): Promise<void>;
}

export interface Start {
  /** Beside this file, or an absolute path. */
  script: string;
  arguments?: readonly string[];
  nodeFlags?: readonly string[];
  environment?: Readonly<Record<string, string>>;
  /** The port in the line that says that it is ready. */
  ready: RegExp;
  /** How long that may take, ms. */
  within?: number;
}

/** Whether processes can be bound to cores here (Linux). */
export const canPin = spawnSync('taskset', ['--version']).status === 0;

/** Keeps this process, which makes the load, off the servers' core. */
export function pinLoad(): void {
  if (canPin) spawnSync('taskset', ['-a', '-c', '-p', String(loadCore), String(process.pid)]);
}

/** Starts a server on its core, with an environment of its own, and answers when it is ready. */
export async function startProcess(start: Start): Promise<Served> {
  const script = start.script.startsWith('/') ? start.script : fileURLToPath(new URL(start.script, import.meta.url));
  const command = [process.execPath, ...(start.nodeFlags ?? []), script, ...(start.arguments ?? [])];
  const [program = process.execPath, ...rest] = canPin ? ['taskset', '-c', String(serverCore), ...command] : command;
  const child = spawn(program, rest, { env: { ...start.environment }, stdio: ['ignore', 'pipe', 'inherit'] });
  const printed: string[] = [];
  const port = await readyPort(child, start, printed);
  // Whatever it prints from now on is taken away, as a log collector would.
  child.stdout.resume();
  return {
    port,
    pid: child.pid ?? 0,
    printed,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

function readyPort(
  child: ChildProcess & { stdout: NonNullable<ChildProcess['stdout']> },
  { ready, script, within = 60_000 }: Start,
  printed: string[],
): Promise<number> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: child.stdout });
    const giveUp = (why: string) => {
      child.kill('SIGKILL');
      reject(new Error(`${script} ${why}:\n${printed.join('\n')}`));
    };
    const timer = setTimeout(() => giveUp('was not ready in time'), within);
    child.once('exit', () => giveUp('ended'));
    lines.on('line', (line) => {
      printed.push(line);
      const port = ready.exec(line)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      child.removeAllListeners('exit');
      lines.close();
      resolve(Number(port));
    });
  });
}

/** Seconds of CPU that a process has used; null where the system does not tell. */
export function cpuOf(pid: number): number | null {
  const fields = procFile(pid, 'stat')?.split(') ')[1]?.split(' ');
  // utime and stime, in the 100ths of a second that Linux shows everywhere.
  return fields === undefined ? null : (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Resident memory of a process in MB, now and at its highest; null where the system does not tell. */
export function memoryOf(pid: number): { now: number; highest: number } | null {
  const status = procFile(pid, 'status');
  if (status === null) return null;
  const kilobytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]);
  return { now: kilobytes('VmRSS') / 1024, highest: kilobytes('VmHWM') / 1024 };
}

function procFile(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    // Not Linux, or the process is gone.
    return null;
  }
}
