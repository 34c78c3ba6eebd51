/** Words that say nothing about which tool is meant. */
const fillers = new Set(
  'a an and are as at be by can could do does did for from give had has have how i in is it its me my of on or our please tell that the their them there these this to up us want was we were what when which will with would you your'.split(
    ' ',
  ),
);

/** The words of a text: lower case, without accents, split at everything that is no letter or digit. */
export function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

export function tellingWordsOf(text: string): readonly string[] {
  const words = wordsOf(text.replace(/\bhow many\b/gi, 'count'));
  const telling = words.filter((word) => !fillers.has(word));
  return telling.length > 0 ? telling : words;
}

/** A word without its usual endings: `tracked`, `tracking` and `tracks` are one. */
export function stemOf(word: string): string {
  if (word.length <= 3) return word;
  const stem = word
    .replace(/ies$/, 'y')
    .replace(/(ss|us|is)$/, '$1')
    .replace(/(?<![su])s$/, '')
    .replace(/(ing|ed|er)$/, '');
  return stem.length >= 3 ? stem.replace(/e$/, '') : word;
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
