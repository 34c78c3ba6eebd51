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

/** What stands beside words of which the row itself tells when they were said. */
const asTheRowSays = 0;

/** What holds of all that was said, and what is kept beside it for when an origin is taken back. */
export interface Holding<Words> {
  /** What was said last, by whom and when. */
  readonly last: Said<Words>;
  /** Its words; what it does not tell is as it was told before. */
  readonly words: Words;
  /**
   * What other origins said last, and what the last one said by itself where that is not `words`, at 0: a refresh that says
   * the same again then changes nothing of it.
   */
  readonly beside: readonly Said<Words>[];
}

/** @param merged what words come to, given the last first; the same text for the same words */
export function holding<Words>(
  said: Iterable<Said<Words>>,
  compare: (a: number, b: number) => number,
  merged: (ordered: readonly Said<Words>[]) => Words,
): Holding<Words> | null {
  const ordered = latestFirst(said, compare);
  const [last, ...others] = ordered;
  if (last === undefined) return null;
  const words = merged(ordered);
  const isWhole = JSON.stringify(words) === JSON.stringify(last.words);
  return { last, words, beside: isWhole ? others : [{ ...last, at: asTheRowSays }, ...others] };
}

/** All that was said, of what holds and what is kept beside it. */
export function allSaid<Words>(holds: Said<Words>, beside: readonly Said<Words>[]): Said<Words>[] {
  const own = beside.find(({ origin }) => origin === holds.origin);
  return [{ ...holds, words: own?.words ?? holds.words }, ...beside.filter((one) => one !== own)];
}
