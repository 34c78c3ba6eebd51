import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** The program as `npm start` runs it, in a process of its own. */
export interface Program {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves when the start lines are out; rejects when it ended before. */
  ready: Promise<{ url: string }>;
  /** How it ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/**
 * @param settings the whole environment: nothing of ours leaks in
 * @param fileBlocks the size that no file may pass, in blocks of 512 bytes: then writes fail as on a full disk
 */
export function startProgram(
  settings: Record<string, string>,
  fileBlocks: number | 'unlimited' = 'unlimited',
): Program {
  const limited = ['-c', `ulimit -f ${fileBlocks}; exec "$0" "$@"`, process.execPath, 'src/main.ts'];
  const [file, args] = fileBlocks === 'unlimited' ? [process.execPath, ['src/main.ts']] : ['/bin/sh', limited];
  const child = spawn(file, args, { env: settings, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  const lines = Promise.withResolvers<{ url: string }>();
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
    const url = /^ {2}API {3}(http:\S+)\/v2$/m.exec(stdout)?.[1];
    if (url !== undefined && /^ {2}MCP .*\n/m.test(stdout)) lines.resolve({ url });
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const ended = once(child, 'close').then(([code, signal]) => {
    lines.reject(new Error(`ended with ${code ?? signal}: ${stderr}`));
    return { code, signal };
  });
  lines.promise.catch(() => undefined);
  return { child, stdout: () => stdout, stderr: () => stderr, ready: lines.promise, ended };
}
