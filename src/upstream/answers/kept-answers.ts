import type { RawAnswer } from '../send/connection.ts';

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
  readonly #kept = new Map<string, Kept>();
  readonly #bounds: Bounds;
  #size = 0;

  constructor(bounds: Bounds = usual) {
    this.#bounds = bounds;
  }

  get(key: string): Kept | undefined {
    const found = this.#kept.get(key);
    if (found === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found;
  }

  keep(key: string, kept: Kept): void {
    this.#drop(key);
    if (kept.raw.text.length > this.#bounds.each) return;
    this.#kept.set(key, kept);
    this.#size += kept.raw.text.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#bounds.entries && this.#size <= this.#bounds.all) return;
      this.#drop(oldest);
    }
  }

  /** Characters held. */
  get size(): number {
    return this.#size;
  }

  #drop(key: string): void {
    this.#size -= this.#kept.get(key)?.raw.text.length ?? 0;
    this.#kept.delete(key);
  }
}
