/** What one origin said last in words. */
export interface Said<Words> {
  readonly origin: number;
  /** ms since the epoch. */
  readonly at: number;
  readonly words: Words;
}

/** Whether an origin said one thing after another; of two of one instant the one whose text sorts last. */
export function isLater<Words>(one: Said<Words>, other: Said<Words>): boolean {
  return one.at === other.at ? JSON.stringify(one.words) > JSON.stringify(other.words) : one.at > other.at;
}

/** What each origin said last, by its number. */
export function lastSaid<Words>(all: Iterable<Said<Words>>): Map<number, Said<Words>> {
  const said = new Map<number, Said<Words>>();
  for (const one of all) {
    const before = said.get(one.origin);
    if (before === undefined || isLater(one, before)) said.set(one.origin, one);
  }
  return said;
}

/** The latest first, and of one instant the most believed: the first is what holds. */
export function latestFirst<Words>(
  said: Iterable<Said<Words>>,
  compare: (a: number, b: number) => number,
): Said<Words>[] {
  return [...said].sort((a, b) => b.at - a.at || compare(b.origin, a.origin));
}
