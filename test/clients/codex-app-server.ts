import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Home } from './home.ts';

const message = z.object({
  id: z.number().optional(),
  method: z.string().optional(),
  result: z.unknown(),
  error: z.object({ message: z.string() }).optional(),
});

interface AppServer {
  ask(method: string, params: object): Promise<unknown>;
  close(): void;
}

const secondsToAnswer = 60;

/** `codex app-server`: JSON-RPC, a message a line, over its standard input and output. */
export async function openAppServer(home: Home): Promise<AppServer> {
  const child = spawn('codex', ['app-server'], {
    cwd: home.project,
    env: { ...home.env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const waiting = new Map<number, (answer: z.infer<typeof message>) => void>();
  createInterface(child.stdout).on('line', (line) => {
    const parsed = message.safeParse(JSON.parse(line));
    const { id, method } = parsed.data ?? {};
    if (parsed.data === undefined || id === undefined || method !== undefined) return;
    waiting.get(id)?.(parsed.data);
    waiting.delete(id);
  });
  const send = (body: object) => child.stdin.write(`${JSON.stringify(body)}\n`);
  let lastId = 0;
  const ask = (method: string, params: object) =>
    new Promise<unknown>((resolve, reject) => {
      lastId += 1;
      const timer = setTimeout(() => reject(new Error(`${method} got no answer`)), secondsToAnswer * 1000);
      waiting.set(lastId, ({ result, error }) => {
        clearTimeout(timer);
        if (error === undefined) resolve(result);
        else reject(new Error(`${method}: ${error.message}`));
      });
      send({ id: lastId, method, params });
    });
  await ask('initialize', { clientInfo: { name: 'test', title: 'Test', version: '1' } });
  send({ method: 'initialized' });
  return { ask, close: () => void child.kill('SIGKILL') };
}
