import { spawn } from 'node:child_process';

export interface Ran {
  code: number | null;
  /** Standard output alone. */
  stdout: string;
  /** Both outputs, in the order in which they came. */
  output: string;
}

interface RunOptions {
  cwd: string;
  /** All of its environment. */
  env: Readonly<Record<string, string | undefined>>;
  /** Written to its standard input, which then ends. */
  input?: string;
  /** After these it is ended, with the code null. */
  seconds?: number;
}

/** Runs a program to its end, in a process group of its own, so that what it started ends with it. */
export function run([program = '', ...args]: readonly string[], options: RunOptions): Promise<Ran> {
  const { cwd, env, input = '', seconds = 90 } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, detached: true });
    let stdout = '';
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const timer = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'), seconds * 1000);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, output });
    });
    // A program that ends without reading its input is not a failure of ours.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
