import { type FileHandle, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../../store/folder.ts';
import { appendAtOnce, makeOwnFile, openOwnFile } from '../../store/own-file.ts';
import type { MailRow } from '../../store/schema.ts';
import { hasEnded, markOf, processMark, type Sender } from './sender.ts';

/*
 * Which mails' last lines this process gives to the system: a file beside the database, written in the moment before. After
 * a kill the database knows that a server was being told of a mail, and this knows whether its last line was sent, but for the microseconds
 * between two system calls: the system sends what it was given, whatever became of the process. After a power cut, and of
 * another machine, nobody knows.
 */

export interface LastLines {
  /** To be awaited before the first is noted. */
  open(): Promise<void>;
  note(mail: Pick<MailRow, 'id' | 'tries'>): void;
  /** @param of whether a mail is left without an answer: then the next start reads what was noted */
  close(of: { isNeeded: boolean }): Promise<void>;
}

/** One try of a mail: that the last line of an earlier one was sent, and refused, says nothing of the next. */
export function lastLineOf({ id, tries }: Pick<MailRow, 'id' | 'tries'>): string {
  return `${id} ${tries}`;
}

const prefix = 'mail-';
const fileName = /^mail-([0-9a-f-]{36})$/;
const header = processMark.extend({ boot: z.string() });

export function keepLastLines(folder: string, sender: Sender): LastLines {
  const path = join(folder, prefix + sender.id);
  let file: FileHandle | null = null;
  return {
    async open() {
      const boot = await bootId();
      if (file !== null || boot === null) return;
      makeFolder(folder);
      file = await makeOwnFile(path);
      appendAtOnce(file, `${JSON.stringify({ ...markOf(sender), boot })}\n`);
    },
    note: (mail) => {
      if (file !== null) appendAtOnce(file, `${lastLineOf(mail)}\n`);
    },
    async close({ isNeeded }) {
      await file?.close();
      file = null;
      if (!isNeeded) await rm(path, { force: true });
    },
  };
}

/** What a process of this machine has left that has ended since; its file goes with `forget`. */
export interface LeftLastLines {
  readonly claim: string;
  /** Tries (`lastLineOf`) whose last line was sent, for certain; null where a power cut may have taken some of them. */
  readonly sent: ReadonlySet<string> | null;
  forget(): Promise<void>;
}

export async function leftLastLines(folder: string, sender: Sender): Promise<readonly LeftLastLines[]> {
  const names = await readdir(folder).catch(() => []);
  const left: LeftLastLines[] = [];
  for (const name of names) {
    const claim = fileName.exec(name)?.[1];
    if (claim === undefined || claim === sender.id) continue;
    const path = join(folder, name);
    const lines = await readLines(path);
    if (lines === null || !hasEnded(lines.of, sender)) continue;
    const isSameBoot = lines.of.boot === (await bootId());
    left.push({ claim, sent: isSameBoot ? new Set(lines.tries) : null, forget: () => rm(path, { force: true }) });
  }
  return left;
}

async function readLines(path: string): Promise<{ of: z.output<typeof header>; tries: string[] } | null> {
  try {
    const file = await openOwnFile(path);
    const [first = '', ...tries] = (await file.readFile('utf8').finally(() => file.close())).split('\n');
    return { of: header.parse(JSON.parse(first)), tries };
  } catch {
    // Cut off at its first line, or nothing of ours: it says nothing.
    return null;
  }
}

/** Another one after each start of the machine; null where the system has none. */
async function bootId(): Promise<string | null> {
  return await readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
}
