import { type KindName, kinds, makeKey } from './kinds.ts';
import { listen } from './listen.ts';
import type { Processes } from './processes.ts';
import { type Door, doors, holdWrite, write } from './writes.ts';

/** Kinds of revocation: those that somebody makes, and the passing of time. */
export const ways = ['disabled', 'deleted', 'narrowed', 'rotated', 'expired'] as const;
type Way = (typeof ways)[number];

/** How long after the revocation was acknowledged, in milliseconds. */
export interface Lateness {
  readonly way: Way;
  /** The last write of the other process that was still done began; 0 where it was refused at once. */
  readonly lastDone: number;
  /** A write of the other process was first refused. */
  readonly refused: number;
  /** The subscription of this process, and of the other, ended, or heard of its narrowed list. */
  readonly heardHere: number;
  readonly heardElsewhere: number;
}

/**
 * Revokes a key that both processes know, that listens on both, and that both have half a write of.
 * @param lifeMs so long lives a key that is made to expire: it is used and listened with before
 * @throws where this process does one more write, or either does the other half of its own
 */
export async function revokeOnce(
  { here, elsewhere, owner }: Processes,
  index: number,
  lifeMs: number,
): Promise<Lateness> {
  const way = ways[index % ways.length] ?? 'disabled';
  const door = doors[Math.floor(index / ways.length) % doors.length] ?? 'rest';
  const end = way === 'expired' ? Date.now() + lifeMs : null;
  const { id, key } = await makeKey(owner, end === null ? null : new Date(end).toISOString());
  const code = way === 'expired' ? 'FORBIDDEN' : kinds[way].code;
  for (const url of [here, elsewhere]) mustBe('a write before', await write(url, key, door), 'done');
  const streams = [await listen(here, key), await listen(elsewhere, key)] as const;
  const held = [await holdWrite(here, key, door), await holdWrite(elsewhere, key, door)] as const;

  const at = way === 'expired' ? await expiry(here, key, end ?? 0) : await change(owner, way, id);
  mustBe(`the next write (${way}, ${door})`, await write(here, key, door), code);
  mustBe(`the held write (${way}, ${door})`, await held[0](), code);
  const { lastDone, refused } = await untilRefused(elsewhere, key, door, code, at);
  mustBe(`the held write elsewhere (${way}, ${door})`, await held[1](), code);
  mustBe(`a later write elsewhere (${way}, ${door})`, await write(elsewhere, key, door), code);
  const heard = await Promise.all(streams.map((stream) => (way === 'narrowed' ? stream.changed : stream.ended)));
  for (const stream of streams) stream.close();
  return { way, lastDone, refused, heardHere: (heard[0] ?? 0) - at, heardElsewhere: (heard[1] ?? 0) - at };
}

function mustBe(what: string, outcome: string, expected: string): void {
  if (outcome !== expected) throw new Error(`${what} came to ${outcome}, not to ${expected}`);
}

/** Changes the key; when that was acknowledged. */
async function change(owner: Processes['owner'], way: KindName, id: string): Promise<number> {
  const { status } = await kinds[way].change(owner, id);
  if (status >= 300) throw new Error(`the change answered ${status}`);
  return Date.now();
}

/** Waits for a key's last moment, by writing with it. A write that begins after it must not be done. */
async function expiry(url: string, key: string, end: number): Promise<number> {
  for (;;) {
    const beganAt = Date.now();
    const outcome = await write(url, key, 'rest');
    if (outcome === 'FORBIDDEN' && Date.now() >= end) return end;
    if (beganAt >= end || outcome !== 'done') throw new Error(`a write came to ${outcome}, ${beganAt - end} ms after`);
  }
}

async function untilRefused(url: string, key: string, door: Door, code: string, at: number) {
  let lastDone = 0;
  for (;;) {
    const beganAt = Date.now();
    const outcome = await write(url, key, door);
    if (outcome === code) return { lastDone, refused: Date.now() - at };
    mustBe('a write elsewhere', outcome, 'done');
    lastDone = beganAt - at;
    if (lastDone > 10_000) throw new Error('a write was done ten seconds after');
  }
}
