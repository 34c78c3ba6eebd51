import { LRUCache } from 'lru-cache';
import type { RawAnswer } from './connection.ts';

/** An answer with the tag by which the upstream tells whether it still holds. Its text, so that nobody can alter it. */
interface Kept {
  etag: string;
  raw: RawAnswer;
}

interface Bounds {
  entries: number;
  /** Characters. */
  all: number;
  each: number;
}

const usual: Bounds = { entries: 2_000, all: 32 * 1024 * 1024, each: 1024 * 1024 };

/**
 * Answers to GETs that an unchanged upstream need not send again; the least recently used goes first. The caller's key
 * names organization, upstream key and URL, so that nobody is served what another key was told.
 */
export class KeptAnswers {
  readonly #kept: LRUCache<string, Kept>;

  constructor({ entries, all, each }: Bounds = usual) {
    this.#kept = new LRUCache({
      max: entries,
      maxSize: all,
      maxEntrySize: each,
      sizeCalculation: ({ raw }) => Math.max(1, raw.text.length),
    });
  }

  get(key: string): Kept | undefined {
    return this.#kept.get(key);
  }

  keep(key: string, kept: Kept): void {
    this.#kept.set(key, kept);
  }

  /** Characters held; an empty text counts as one. */
  get size(): number {
    return this.#kept.calculatedSize;
  }
}
