import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Program } from '../start/program.ts';
import { upstreamKey } from '../upstream/gateway.ts';
import type { HostileUpstream } from '../upstream/hostile.ts';

/** A place where something is left behind, and what is there. */
export type Sink = readonly [name: string, content: string];

export function outputOf(program: Program, index: number): Sink[] {
  return [
    [`standard output ${index}`, withoutStartLines(program.stdout())],
    [`standard error ${index}`, program.stderr()],
  ];
}

/** The start says one thing that is secret, to whoever reads it there: how the first owner gets in. */
function withoutStartLines(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.includes('#'))
    .join('\n');
}

/** With passthrough each caller's key goes there, in its one header: that is what it is for. */
export function receivedText({ received }: HostileUpstream, isPassthrough: boolean): string {
  const shown = received.map(({ method, target, headers, body }) => {
    const { authorization, ...others } = headers;
    const seen = isPassthrough || authorization === `Bearer ${upstreamKey}` ? others : headers;
    return JSON.stringify({ method, target, headers: seen, body });
  });
  return shown.join('\n');
}

export async function filesIn(folder: string): Promise<Sink[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile() && !/^native/.test(entry.parentPath.slice(folder.length + 1)));
  return await Promise.all(
    files.map(async (entry): Promise<Sink> => {
      const path = join(entry.parentPath, entry.name);
      return [path, (await readFile(path)).toString('latin1')];
    }),
  );
}
