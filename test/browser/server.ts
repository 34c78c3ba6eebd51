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
  /** Where apps sign people in; null where that door is closed. */
  readonly connectUrl: string | null;
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
  const { url, setupLink, connectUrl } = await readStartLines(program.stdout, errors);
  return {
    url,
    setupLink,
    connectUrl,
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
): Promise<Pick<StartedServer, 'url' | 'setupLink' | 'connectUrl'>> {
  let url: string | undefined;
  let connectUrl: string | null = null;
  return new Promise((resolve, reject) => {
    const lines = createInterface(output);
    lines.on('line', (line) => {
      if (line.startsWith('{')) errors.push(line);
      url ??= /API\s+(http:\S+)\/v2/.exec(line)?.[1];
      connectUrl ??= /Apps that sign in: (http:\S+)\/mcp/.exec(line)?.[1] ?? null;
      const [setupLink] = /http:\S+\/setup#\S+/.exec(line) ?? [];
      if (url !== undefined && setupLink !== undefined) resolve({ url, setupLink, connectUrl });
    });
    lines.on('close', () => reject(new Error(`The server did not start: ${errors.join('\n')}`)));
  });
}
