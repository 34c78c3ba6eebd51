import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The program as `npm start` runs it, in a process and a folder of its own. */
export interface StartedServer {
  readonly url: string;
  readonly setupLink: string;
  /** What it said is wrong, until now; forgets it. */
  takeErrors(): readonly string[];
  stop(): Promise<void>;
}

export async function startProgram(settings: Readonly<Record<string, string>>): Promise<StartedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'creatoraudit-browser-'));
  const program = spawn(process.execPath, ['src/main.ts'], {
    env: { PORT: '0', LOG_LEVEL: 'error', DATA_DIR: folder, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  createInterface(program.stderr).on('line', (line) => errors.push(line));
  const { url, setupLink } = await readStartLines(program.stdout, errors);
  return {
    url,
    setupLink,
    takeErrors: () => errors.splice(0),
    stop: async () => {
      const ended = once(program, 'exit');
      program.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What the start says to people is enough to find the server. Later lines are its log: errors only. */
async function readStartLines(
  output: NodeJS.ReadableStream,
  errors: string[],
): Promise<{ url: string; setupLink: string }> {
  let url: string | undefined;
  return new Promise((resolve, reject) => {
    const lines = createInterface(output);
    lines.on('line', (line) => {
      if (line.startsWith('{')) errors.push(line);
      url ??= /API\s+(http:\S+)\/v2/.exec(line)?.[1];
      const [setupLink] = /http:\S+\/setup#\S+/.exec(line) ?? [];
      if (url !== undefined && setupLink !== undefined) resolve({ url, setupLink });
    });
    lines.on('close', () => reject(new Error(`The server did not start: ${errors.join('\n')}`)));
  });
}
