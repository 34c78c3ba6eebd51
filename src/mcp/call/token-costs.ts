/*
 * What runs of characters cost in tokens, as tables: the sort of each UTF-16 unit, the kind that each sort belongs to, and
 * for each kind the cost of a run by its length. Letters are of four sorts, by which a run is told to look like a word.
 */

/** The kinds. Letters that look like no word (hexadecimal, base64, chance) cost more. */
const letters = 0;
export const chance = 1;
const digits = 2;
const spaces = 3;
const signs = 4;
const firstBeyondAscii = 5;
/** Beyond ASCII a unit costs what common text of its block needs, and half as much again. */
const beyondAscii = [1, 1.5, 1.6, 2, 3] as const;
/** Stands behind the last character, so that the last run ends as any other does. */
export const ending = firstBeyondAscii + beyondAscii.length;

/** The sorts: what is no letter is of its kind's own. */
const vowel = ending + 1;
const consonant = ending + 2;
const capitalVowel = ending + 3;
const capitalConsonant = ending + 4;
export const sortCount = ending + 5;

export const kindOf = Uint8Array.from({ length: sortCount }, (_, sort) => (sort <= ending ? sort : letters));

export const sortOf = Uint8Array.from({ length: 0x1_00_00 }, (_, code) => {
  if (code >= 0x80) return firstBeyondAscii + beyondAscii.indexOf(unitBeyondAscii(code));
  const character = String.fromCharCode(code);
  if (/[aeiouy]/.test(character)) return vowel;
  if (/[a-z]/.test(character)) return consonant;
  if (/[AEIOUY]/.test(character)) return capitalVowel;
  if (/[A-Z]/.test(character)) return capitalConsonant;
  if (/[0-9]/.test(character)) return digits;
  return code <= 0x20 ? spaces : signs;
});

function unitBeyondAscii(code: number): (typeof beyondAscii)[number] {
  if (code < 0x800) return 1;
  if (code >= 0x2000 && code < 0x2100) return 1.5;
  if (code >= 0x3000 && code < 0xd7b0) return 1.6;
  if (code >= 0xd800 && code < 0xe000) return 2;
  return code >= 0xe00 && code < 0xe80 ? 1.6 : 3;
}

/*
 * A word is in lower case after at most one capital, with at most four consonants or three vowels in a row. Where it
 * stands: 0 before its first letter, then how many of which it has just had, and `noWord` from where it is none.
 */
const afterConsonants = 0;
const mostConsonants = 4;
const afterVowels = mostConsonants;
const mostVowels = 3;
export const noWord = afterVowels + mostVowels + 1;

/** Where a word stands after a unit of a sort: `wordAfter[before * sortCount + sort]`. */
export const wordAfter = Uint8Array.from({ length: (noWord + 1) * sortCount }, (_, index) => {
  const before = Math.floor(index / sortCount);
  const sort = index % sortCount;
  if (kindOf[sort] !== letters) return 0;
  const isCapital = sort === capitalVowel || sort === capitalConsonant;
  if (before === noWord || (isCapital && before > 0)) return noWord;
  const isAfterVowels = before > afterVowels;
  if (sort === vowel || sort === capitalVowel) {
    const vowels = isAfterVowels ? before - afterVowels + 1 : 1;
    return vowels > mostVowels ? noWord : afterVowels + vowels;
  }
  const consonants = isAfterVowels ? 1 : before - afterConsonants + 1;
  return consonants > mostConsonants ? noWord : afterConsonants + consonants;
});

/** Of longer runs the cost goes on as it is by the unit. */
export const longestInTable = 255;

/** What a run costs: `runCosts[kind * (longestInTable + 1) + length]`. */
export const runCosts = Float64Array.from({ length: (ending + 1) * (longestInTable + 1) }, (_, index) => {
  const length = index % (longestInTable + 1);
  return length === 0 ? 0 : runCost(Math.floor(index / (longestInTable + 1)), length);
});

function runCost(kind: number, length: number): number {
  switch (kind) {
    case letters:
      return length <= 2 ? 1 : Math.ceil(length / 7) + 0.1;
    case chance:
      return length <= 2 ? 1 : length / 1.55;
    case digits:
      return Math.ceil(length / 3);
    case spaces:
      return length === 1 ? 0.2 : 1 + length / 4;
    case signs:
      if (length === 1) return 0.8;
      return length <= 3 ? 1.05 : length / 2;
    default:
      return length * (beyondAscii[kind - firstBeyondAscii] ?? 0);
  }
}

/** What a unit of a long run costs, with a token for the run itself. */
export function longRunCost(kind: number, length: number): number {
  return 1 + (length * runCost(kind, longestInTable)) / longestInTable;
}
