import type { Platform } from '../schema.ts';
import { readNow } from '../statement.ts';
import type { PrepareRead } from '../store.ts';
import { merge } from './merge.ts';

/*
 * An organization's posts in the order of a count, on SQLite: there each partition of twenty accounts has its own order
 * (see migrations/0011), and a page of the whole is merged from the beginnings of all.
 *
 * Twenty: with 10,000 accounts a page is the beginnings of 500 partitions, 1 ms; and the order of one partition, 2,000
 * posts, fills so few pages that new counts of an account's 30 posts dirty 41 pages in all, not 186 (medians).
 */

const counts = ['view_count', 'like_count', 'play_count'] as const;
export type Count = (typeof counts)[number];

export function isCount(key: string): key is Count {
  return counts.some((count) => count === key);
}

interface Walk {
  organizationId: string;
  platform: Platform | undefined;
  count: Count;
  direction: 'asc' | 'desc';
  /** Where to begin: behind this place. */
  after: { key: string | number; id: string | number } | null;
}

/**
 * The row numbers (`text_row`) of an organization's posts, ordered by a count and then by id. They are read only as far
 * as the caller takes them, so they show one moment only if the caller takes them synchronously.
 */
export function* postsByCount(prepareRead: PrepareRead, walk: Walk): Generator<number> {
  const { organizationId, platform = null, count, direction } = walk;
  const { first, next } = statements[direction][count];
  const after = walk.after ?? ends[direction];
  const place = [after.key, after.id];
  const begun = first(prepareRead, [...place, ...place, ...place, organizationId, platform, platform]);
  const sources = begun.flatMap(({ partition, key, id, text_row }) => {
    if (key === null || id === null || text_row === null) return [];
    return [entriesOf({ key, id, text_row }, (last, most) => next(prepareRead, [partition, last.key, last.id, most]))];
  });
  const isBefore = direction === 'asc' ? precedes : (a: Entry, b: Entry) => precedes(b, a);
  for (const { text_row } of merge(sources, isBefore)) yield text_row;
}

interface Entry {
  readonly key: number;
  readonly id: number;
  readonly text_row: number;
}

/** A partition's first entry, if it has one. */
interface First {
  readonly partition: number;
  readonly key: number | null;
  readonly id: number | null;
  readonly text_row: number | null;
}

function precedes(a: Entry, b: Entry): boolean {
  return a.key === b.key ? a.id < b.id : a.key < b.key;
}

/** Before every entry. */
const ends = {
  asc: { key: Number.MIN_SAFE_INTEGER, id: Number.MIN_SAFE_INTEGER },
  desc: { key: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER },
} as const;

const statements = { asc: byCount('asc', '>'), desc: byCount('desc', '<') } as const;

function byCount(direction: 'asc' | 'desc', beyond: '<' | '>') {
  const of = (count: Count) => {
    const ordered = `and (${count}, id) ${beyond} (?, ?) order by ${count} ${direction}, id ${direction}`;
    const firstOf = (column: string) =>
      `(select ${column} from account_videos where post_partition = post_partitions.id ${ordered} limit 1) as`;
    return {
      // All in one statement: one for each partition takes five times as long.
      first: readNow<First>(`
        select id as partition, ${firstOf(count)} key, ${firstOf('id')} id, ${firstOf('text_row')} text_row
        from post_partitions where organization_id = ? and (? is null or platform = ?)`),
      next: readNow<Entry>(
        `select ${count} as key, id, text_row from account_videos where post_partition = ? ${ordered} limit ?`,
      ),
    };
  };
  return { view_count: of('view_count'), like_count: of('like_count'), play_count: of('play_count') };
}

/** Most partitions have one or two entries on a page, or none: so few are read first, and four times as many each time. */
const firstRead = 2;
const largestRead = 512;

/** A partition's entries, from the first on. */
function* entriesOf(first: Entry, next: (last: Entry, most: number) => readonly Entry[]): Generator<Entry> {
  yield first;
  let last = first;
  for (let most = firstRead; ; most = Math.min(4 * most, largestRead)) {
    const found = next(last, most);
    yield* found;
    if (found.length < most) return;
    last = found.at(-1) ?? last;
  }
}
