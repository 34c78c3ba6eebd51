import { LRUCache } from 'lru-cache';

/** Most variants kept. A list is some 40 KB, so a client that tries every choice of groups cannot fill the memory. */
const capacity = 64;

/** Serialised list results, by what they depend on; the least recently used is dropped first. */
export class ListCache {
  readonly #kept = new LRUCache<string, string>({ max: capacity });

  /** The kept text of `key`, or what `make` gives; null is not kept. */
  async get(key: string, make: () => Promise<string | null>): Promise<string | null> {
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const made = await make();
    if (made !== null) this.#kept.set(key, made);
    return made;
  }
}
