/** Most variants kept. A list is some 40 KB, so a client that tries every choice of groups cannot fill the memory. */
const capacity = 64;

/** Serialised list results, by what they depend on; the least recently used is dropped first. */
export class ListCache {
  readonly #kept = new Map<string, string>();

  /** The kept text of `key`, or what `make` gives; null is not kept. */
  async get(key: string, make: () => Promise<string | null>): Promise<string | null> {
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept;
    }
    const made = await make();
    if (made === null) return null;
    this.#kept.set(key, made);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= capacity) break;
      this.#kept.delete(oldest);
    }
    return made;
  }
}
