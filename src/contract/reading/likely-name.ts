/** The known name that was likely meant: the same but for case and underscores, or a small typo; null where none is. */
export function likelyName(given: string, known: readonly string[]): string | null {
  const typed = bare(given);
  // Bounded: the distance takes the product of both lengths.
  if (typed.length < 2 || typed.length > 64) return null;
  const same = known.find((name) => bare(name) === typed);
  if (same !== undefined) return same;
  const most = typed.length >= 8 ? 2 : 1;
  for (let letters = 1; letters <= most; letters += 1) {
    const near = known.find((name) => isTypoOf(typed, bare(name), letters));
    if (near !== undefined) return near;
  }
  return known.find((name) => sharesBeginning(typed, bare(name))) ?? null;
}

/** `order` for `order_by`, `usernames` for `username`: from four letters on, as `q` begins many words. */
function sharesBeginning(typed: string, meant: string): boolean {
  const [short, long] = typed.length < meant.length ? [typed, meant] : [meant, typed];
  return short.length >= 4 && long.startsWith(short);
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Whether two words differ by at most `most` letters added, left out, changed or swapped with their neighbour. */
export function isTypoOf(typed: string, meant: string, most: number): boolean {
  if (Math.abs(typed.length - meant.length) > most) return false;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: meant.length + 1 }, (_, at) => at);
  for (let i = 1; i <= typed.length; i += 1) {
    const row = nextRow(typed, meant, i, last, beforeLast);
    beforeLast = last;
    last = row;
  }
  return (last[meant.length] ?? most + 1) <= most;
}

/** One row of the table of distances between the beginnings of both words (optimal string alignment). */
function nextRow(
  typed: string,
  meant: string,
  i: number,
  last: readonly number[],
  beforeLast: readonly number[],
): readonly number[] {
  const row = [i];
  for (let j = 1; j <= meant.length; j += 1) {
    const changed = (last[j - 1] ?? 0) + (typed[i - 1] === meant[j - 1] ? 0 : 1);
    const isSwapped = typed[i - 1] === meant[j - 2] && typed[i - 2] === meant[j - 1];
    const swapped = isSwapped ? (beforeLast[j - 2] ?? 0) + 1 : changed;
    row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed, swapped));
  }
  return row;
}
