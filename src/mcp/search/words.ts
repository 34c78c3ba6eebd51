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
