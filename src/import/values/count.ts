/** What the decimal mark of a column is; `null` where no value of it needs one. */
export type DecimalMark = '.' | ',' | null;

/** A count as a cell says it. */
export type ReadCount =
  | { readonly kind: 'count'; readonly value: number; readonly step: number }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'bad'; readonly reason: string };

/** What exports write where they know nothing: never 0. */
const unknownWords = new Set(['', 'undefined', 'nan', 'null', 'none', '--', '-', '—', '–', 'n/a', 'na', '#n/a']);

export function isUnknownCell(text: string): boolean {
  return text.length <= 9 && unknownWords.has(text.toLowerCase());
}

const suffixes: Readonly<Record<string, number>> = {
  k: 1_000,
  mil: 1_000,
  tsd: 1_000,
  m: 1_000_000,
  mio: 1_000_000,
  mn: 1_000_000,
  b: 1_000_000_000,
  bn: 1_000_000_000,
  mrd: 1_000_000_000,
};

const shape = /^([+-]?)(\d[\d.,' \u00a0\u202f]*?)[ \u00a0\u202f]?([a-z]{1,3})?\.?$/i;

interface Parts {
  readonly sign: 1 | -1;
  readonly digits: string;
  readonly unit: number;
}

function partsOf(text: string): Parts | null {
  const found = shape.exec(text);
  if (found === null) return null;
  const [, sign, digits, suffix] = found;
  const unit = suffix === undefined ? 1 : suffixes[suffix.toLowerCase()];
  return unit === undefined || digits === undefined ? null : { sign: sign === '-' ? -1 : 1, digits, unit };
}

/** Whether a cell has the form of a count, whichever its marks mean. */
export function looksLikeCount(text: string): boolean {
  return isUnknownCell(text) || partsOf(text) !== null;
}

/** Whether a cell is rounded by its form: `475.8m`. */
export function isShortForm(text: string): boolean {
  const parts = partsOf(text);
  return parts !== null && parts.unit > 1;
}

/** What one value tells of its column's marks: which is the decimal one, that it cannot be told alone, or nothing. */
export function markEvidence(text: string): '.' | ',' | 'either' | 'both' | null {
  const parts = partsOf(text);
  if (parts === null) return null;
  const digits = parts.digits.replace(/[' \u00a0\u202f]/g, '');
  const dots = digits.split('.').length - 1;
  const commas = digits.split(',').length - 1;
  if (dots === 0 && commas === 0) return null;
  if (dots > 0 && commas > 0) return digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '.' : ',';
  const mark = dots > 0 ? '.' : ',';
  const other = mark === '.' ? ',' : '.';
  if (dots + commas > 1) return isGrouped(digits, mark) ? other : 'both';
  const [whole = '', last = ''] = digits.split(mark);
  // `0.123` and `1234.567` have no groups.
  return last.length === 3 && whole.length <= 3 && whole !== '0' ? 'either' : mark;
}

function isGrouped(digits: string, mark: string): boolean {
  const [first = '', ...groups] = digits.split(mark);
  return first.length >= 1 && first.length <= 3 && groups.every(({ length }) => length === 3);
}

/** Reads a count. Without a known decimal mark a value that needs one is bad. */
export function readCount(text: string, decimal: DecimalMark): ReadCount {
  if (isUnknownCell(text)) return { kind: 'unknown' };
  const parts = partsOf(text);
  if (parts === null) return { kind: 'bad', reason: 'is no number' };
  const number = plainNumber(parts.digits.replace(/[' \u00a0\u202f]/g, ''), decimal);
  if (number === null) return { kind: 'bad', reason: 'has marks that its column does not explain' };
  const value = (parts.sign * Math.round(number.value * parts.unit * 1e6)) / 1e6;
  const whole = Math.round(value);
  if (parts.unit === 1) {
    if (whole !== value) return { kind: 'bad', reason: 'is no whole number' };
    return counted(whole, 0);
  }
  return counted(whole, Math.max(1, parts.unit / 10 ** number.decimals));
}

function counted(value: number, step: number): ReadCount {
  return Number.isSafeInteger(value)
    ? { kind: 'count', value, step }
    : { kind: 'bad', reason: 'is larger than any count' };
}

function plainNumber(digits: string, decimal: DecimalMark): { value: number; decimals: number } | null {
  if (/^\d+$/.test(digits)) return { value: Number(digits), decimals: 0 };
  if (decimal === null) return null;
  const group = decimal === '.' ? ',' : '.';
  const [whole = '', fraction = '', ...more] = digits.split(decimal);
  if (more.length > 0 || (whole.includes(group) && !isGrouped(whole, group)) || fraction.includes(group)) return null;
  return { value: Number(`${whole.replaceAll(group, '')}.${fraction || '0'}`), decimals: fraction.length };
}
