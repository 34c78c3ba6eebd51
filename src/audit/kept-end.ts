import type { KeyObject } from 'node:crypto';
import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../store/folder.ts';
import { makeOwnFile, openOwnFile } from '../store/own-file.ts';
import type { Store } from '../store/store.ts';
import { chainStart, isSameLink, type Link, linkText, parseLink } from './chain.ts';
import { isKeptSealed, keptSeal } from './seals.ts';

/** The chain was seen to end at `from`, and then before that, or otherwise. */
export interface Moved {
  readonly from: Link;
  readonly to: Link;
}

/** What a machine knows of the chain without the database. */
export interface KeptState {
  /** The last end that was placed from here. */
  readonly end: Link;
  /** An end from before that the chain did not have any more, and that nobody has accepted as restored. */
  readonly lost: Link | null;
}

/** The end of the chain, kept outside of the database by whoever places rows. */
export interface KeptEnd {
  /** The chain's end was at `from` and was moved to `to` by rows of ours. */
  moved(from: Link, to: Link): void;
  /** What was moved by somebody else since the last call. */
  takeMoved(): Moved | null;
  /** Compares with what the file says, at a start: `hashAt` is the hash of a row, null where there is none. */
  compare(end: Link, hashAt: (seq: number) => Promise<string | null>): Promise<void>;
  /** Whether there was a file when it was compared: rows were placed from here before. */
  wasKept(): boolean;
  /** Writes what is new to the file. Answers false where it cannot be written. */
  save(): Promise<boolean>;
}

export function keptEndFile(dataDir: string): string {
  return join(dataDir, 'audit-end.json');
}

export function createKeptEnd({ file, sealKey }: { file: string; sealKey: KeyObject }): KeptEnd {
  let last: Link | null = null;
  let saved: Link | null = null;
  let moves: Moved | null = null;
  let lost: Link | null = null;
  let wasKept = false;

  function noteMove(from: Link, to: Link): void {
    moves ??= { from, to };
    if (lost === null || lost.seq < from.seq) lost = from;
  }

  return {
    moved(from, to) {
      // Others place rows too, so an end further on is as it should be.
      if (last !== null && (from.seq < last.seq || (from.seq === last.seq && from.hash !== last.hash))) {
        noteMove(last, from);
      }
      last = to;
    },
    takeMoved() {
      const taken = moves;
      moves = null;
      return taken;
    },
    async compare(end, hashAt) {
      const state = await readKeptEnd(file, sealKey);
      wasKept = state !== 'none';
      if (typeof state === 'object' && !(await isInChain(state.end, end, hashAt))) noteMove(state.end, end);
      last = end;
    },
    wasKept: () => wasKept,
    async save() {
      if (last === null || (lost === null && isSameLink(last, saved))) return true;
      const end = last;
      const newlyLost = lost;
      // A command beside this process may have accepted what was lost before.
      const state = await readKeptEnd(file, sealKey);
      const known = typeof state === 'object' ? state.lost : null;
      if (!(await writeKeptEnd(file, sealKey, { end, lost: newlyLost ?? known }))) return false;
      saved = end;
      if (lost === newlyLost) lost = null;
      return true;
    },
  };
}

/** Compares what is kept with the chain as it is, before anything is placed. */
export async function compareKept({ read }: Pick<Store, 'read'>, kept: KeptEnd): Promise<void> {
  const end = await read.selectFrom('audit_chain').select(['seq', 'hash']).executeTakeFirst();
  if (end === undefined) return;
  await kept.compare(end, async (seq) => {
    const row = await read.selectFrom('audit_events').select('hash').where('seq', '=', seq).executeTakeFirst();
    return row?.hash ?? null;
  });
}

async function isInChain(kept: Link, end: Link, hashAt: (seq: number) => Promise<string | null>): Promise<boolean> {
  if (kept.seq > end.seq) return false;
  const hash = await hashAt(kept.seq);
  // Retention may have taken the row; the seal of the chain's beginning answers for that.
  return hash === null || hash === kept.hash || isSameLink(kept, chainStart);
}

const fileShape = z.object({ end: z.string(), lost: z.string().nullable(), seal: z.string() });

/** `none` where there is no such file that can be read; `not ours` for one that was not written with these secrets. */
export async function readKeptEnd(file: string, sealKey: KeyObject): Promise<KeptState | 'none' | 'not ours'> {
  const text = await readText(file);
  if (text === null) return 'none';
  const parsed = fileShape.safeParse(jsonOf(text));
  if (!parsed.success) return 'not ours';
  const { end, lost, seal } = parsed.data;
  const link = parseLink(end);
  if (link === null || !isKeptSealed(sealKey, `${end} ${lost}`, seal)) return 'not ours';
  return { end: link, lost: lost === null ? null : parseLink(lost) };
}

async function readText(file: string): Promise<string | null> {
  try {
    const opened = await openOwnFile(file);
    return await opened.readFile('utf8').finally(() => opened.close());
  } catch {
    return null;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Replaces it in one step. Answers false where that cannot be: the trail goes on without. */
export async function writeKeptEnd(file: string, sealKey: KeyObject, { end, lost }: KeptState): Promise<boolean> {
  const draft = `${file}.${randomUUID()}.draft`;
  try {
    makeFolder(dirname(file));
    const said = { end: linkText(end), lost: lost === null ? null : linkText(lost) };
    const opened = await makeOwnFile(draft);
    const text = JSON.stringify({ ...said, seal: keptSeal(sealKey, `${said.end} ${said.lost}`) });
    await opened.writeFile(`${text}\n`).finally(() => opened.close());
    await rename(draft, file);
    return true;
  } catch {
    await rm(draft, { force: true }).catch(() => undefined);
    return false;
  }
}
