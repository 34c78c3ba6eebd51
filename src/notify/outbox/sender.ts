import { hostname } from 'node:os';
import { z } from 'zod';

/** A process that may send; of several servers in one process each is one. */
export interface Sender {
  readonly id: string;
  readonly pid: number;
  /** When the process began: an id is given again, in a container at each start. */
  readonly startedAt: number;
  readonly isAlive: (pid: number) => boolean;
}

/** What a process writes down of itself. */
export const processMark = z.object({ host: z.string(), pid: z.number(), startedAt: z.number() });

export function markOf({ pid, startedAt }: Sender): z.output<typeof processMark> {
  return { host: hostname(), pid, startedAt };
}

/** Whether it was of this machine and is no more. Of another machine's nothing is known. */
export function hasEnded({ host, pid, startedAt }: z.output<typeof processMark>, sender: Sender): boolean {
  if (host !== hostname()) return false;
  return pid === sender.pid ? startedAt !== sender.startedAt : !sender.isAlive(pid);
}
