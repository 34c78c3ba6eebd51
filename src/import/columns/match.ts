import { isShortForm, isUnknownCell } from '../values/count.ts';
import { type Field, fieldOf, isAverage, isNotStored, natureOf } from './fields.ts';
import { natureWords, oddOne } from './holds.ts';
import { sameHeader } from './normal.ts';

/** What became of a column. */
export interface ColumnUse {
  readonly name: string;
  readonly field: Field | null;
  /** Why it is not taken; null where it is, or where nothing is to be said. */
  readonly reason: string | null;
}

export interface Matched {
  readonly uses: readonly ColumnUse[];
  /** The places of each field's columns, the surest first. */
  readonly places: ReadonlyMap<Field, readonly number[]>;
}

/** What decides about names: the source's own meaning of some, and what the owner says. */
export interface MatchWords {
  /** Of some sources, by `sameHeader`; null: not taken. */
  readonly own: Readonly<Record<string, Field | null>>;
  /** By the header as it is written; null: not taken. */
  readonly said: Readonly<Record<string, Field | null>>;
}

interface Candidate {
  readonly at: number;
  readonly name: string;
  readonly field: Field;
  readonly rank: number;
}

/** Finds which column holds which field: by its exact name, and only where its values are what the name says. */
export function matchColumns(
  columns: readonly string[],
  sample: readonly (readonly (string | undefined)[])[],
  words: MatchWords,
): Matched {
  const values = columns.map((_, at) => sample.map((cells) => cells[at] ?? ''));
  const uses: ColumnUse[] = [];
  const candidates: Candidate[] = [];
  columns.forEach((name, at) => {
    const found = claimOf(name, words);
    const reason =
      typeof found === 'string'
        ? aside(name, found, values[at] ?? [])
        : whyNot(name, found.field, values[at] ?? [], words);
    uses[at] = { name, field: null, reason };
    if (typeof found !== 'string' && reason === null)
      candidates.push({ at, name, field: found.field, rank: found.place });
  });
  const places = new Map<Field, number[]>();
  for (const candidate of inOrder(candidates, values)) {
    const { at, name, field } = candidate;
    const known = places.get(field);
    const isDoubled = known !== undefined && ['count', 'gain'].includes(natureOf(field));
    uses[at] = isDoubled
      ? { name, field: null, reason: `another column holds ${field}, and holds it exactly or by a surer name` }
      : { name, field, reason: null };
    if (!isDoubled) places.set(field, [...(known ?? []), at]);
  }
  return { uses, places };
}

/** Why a column is not taken; where it claims to be numbers and holds none, that is said. */
function aside(name: string, reason: string, values: readonly string[]): string {
  const odd = isAverage(name)
    ? oddOne(
        'count',
        values.map((value) => value.replace(/%$/, '')),
      )
    : null;
  return odd === null ? reason : `does not hold numbers but “${clipped(odd)}”`;
}

function clipped(text: string): string {
  return text.length > 30 ? `${text.slice(0, 30)}…` : text;
}

/** The field that a name stands for, or why it stands for none. */
function claimOf(name: string, { own, said }: MatchWords): { field: Field; place: number } | string {
  if (Object.hasOwn(said, name)) {
    const field = said[name];
    return field == null ? 'left out, as the mapping says' : { field, place: -1 };
  }
  const same = sameHeader(name);
  if (Object.hasOwn(own, same)) {
    const field = own[same];
    return field == null ? 'known, and not stored' : { field, place: -1 };
  }
  if (same === '') return 'has no name';
  if (isAverage(name)) return 'an average or a share, which is no count';
  if (isNotStored(name)) return 'known, and not stored';
  return known(name) ?? 'not known; a mapping file can say what it is';
}

/** Objects that only wrap what they hold. */
const wrappers = new Set([
  'profile',
  'user',
  'data',
  'businessdiscovery',
  'body',
  'node',
  'statistics',
  'total',
  'item',
]);

function known(path: string): { field: Field; place: number } | null {
  const whole = fieldOf(path);
  if (whole !== null) return whole;
  const dot = path.indexOf('.');
  return dot !== -1 && wrappers.has(sameHeader(path.slice(0, dot))) ? known(path.slice(dot + 1)) : null;
}

function whyNot(name: string, field: Field, values: readonly string[], { said }: MatchWords): string | null {
  const nature = natureOf(field);
  const odd = oddOne(nature, values);
  if (odd === null) return null;
  const why = `does not hold ${natureWords[nature]} but “${clipped(odd)}”`;
  return Object.hasOwn(said, name) ? `${why}, whatever the mapping says` : why;
}

/** Exact columns before rounded ones, full ones before empty ones, then the surest name, then the first. */
function inOrder(candidates: readonly Candidate[], values: readonly (readonly string[])[]): Candidate[] {
  const weight = ({ at, field }: Candidate) => {
    const told = (values[at] ?? []).filter((value) => !isUnknownCell(value));
    const isEmpty = told.length === 0 ? 2 : 0;
    return isEmpty + (natureOf(field) === 'count' && told.some(isShortForm) ? 1 : 0);
  };
  return [...candidates].sort((a, b) => weight(a) - weight(b) || a.rank - b.rank || a.at - b.at);
}
