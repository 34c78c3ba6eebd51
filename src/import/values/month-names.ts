/** The languages that TikTok and Meta write their exports in. */
const languages =
  'en es pt fr de it nl sv da nb fi pl cs sk hu ro bg hr sl sr el tr ru uk he ar id ms vi th fil hi ja ko zh et lv lt ca'.split(
    ' ',
  );

/** Each month's names by language, lower-cased and without dots, from CLDR. */
let names: ReadonlyMap<string, ReadonlyMap<string, number>> | undefined;

function allNames(): ReadonlyMap<string, ReadonlyMap<string, number>> {
  names ??= made();
  return names;
}

function made(): Map<string, Map<string, number>> {
  const all = new Map<string, Map<string, number>>();
  for (const language of languages) {
    for (const month of ['long', 'short'] as const) {
      // With and without a day: many languages write another case then.
      for (const options of [{ month }, { month, day: 'numeric' } as const]) {
        const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC', calendar: 'gregory' });
        for (let number = 1; number <= 12; number += 1) {
          const parts = format.formatToParts(Date.UTC(2024, number - 1, 15));
          const name = parts.find(({ type }) => type === 'month')?.value;
          if (name !== undefined) add(all, sameName(name), language, number);
        }
      }
    }
  }
  return all;
}

function add(all: Map<string, Map<string, number>>, name: string, language: string, month: number): void {
  if (!/\p{L}/u.test(name)) return;
  const known = all.get(name) ?? new Map<string, number>();
  if (!known.has(language)) known.set(language, month);
  all.set(name, known);
}

function sameName(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll('.', '').trim();
}

/** A day of a month as a cell names it; its month by each language that has such a word. */
export interface NamedDay {
  readonly day: number;
  readonly year: number | null;
  readonly months: ReadonlyMap<string, number>;
}

/** Reads `August 19`, `8 de marzo`, `19. avgust`, `Dec 2, 2025`; null for all else. */
export function namedDay(text: string): NamedDay | null {
  if (text.length > 40) return null;
  const plain = sameName(text).replaceAll(',', ' ');
  const east = /^(?:(\d{4})[年년]\s*)?(\d{1,2})[月월]\s*(\d{1,2})[日일]$/u.exec(plain);
  if (east !== null) {
    const months = new Map([['east', Number(east[2])]]);
    return { day: Number(east[3]), year: east[1] === undefined ? null : Number(east[1]), months };
  }
  const numbers = plain.match(/\d+/g) ?? [];
  const word = plain
    .replace(/\d+(?:st|nd|rd|th)?(?!\p{L})/gu, ' ')
    .split(/\s+/)
    .filter((part) => part !== '' && !fillers.has(part))
    .join(' ');
  const months = allNames().get(word);
  const days = numbers.filter(({ length }) => length <= 2);
  const years = numbers.filter(({ length }) => length === 4);
  if (months === undefined || days.length !== 1 || days.length + years.length !== numbers.length) return null;
  const day = Number(days[0]);
  if (day < 1 || day > 31 || years.length > 1) return null;
  return { day, year: years[0] === undefined ? null : Number(years[0]), months };
}

const fillers = new Set(['de', 'del', 'of', 'di', 'd', 'ngày', 'tháng', 'hb', 'г', 'р', 'el', 'le', 'den', 'a']);

/** Whether a cell is a number that Excel made a date of: `3.4` becomes `3.апр` or `3-Apr`. */
export function isExcelDate(text: string): boolean {
  const found = /^(?:\d{1,2}[.-](\p{L}{3,5})\.?|(\p{L}{3,5})[.-]\d{1,2})$/u.exec(text);
  const word = found?.[1] ?? found?.[2];
  return word !== undefined && allNames().has(sameName(word));
}
