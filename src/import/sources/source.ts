import type { Platform } from '../../store/schema.ts';
import type { Field } from '../columns/fields.ts';
import type { DateOrder } from '../values/moments.ts';

/** What a table looks like before anything of it is decided. */
export interface TableLook {
  readonly title: string;
  /** Names of columns by `sameHeader`. */
  readonly names: ReadonlySet<string>;
  readonly columns: readonly string[];
  /** Some of its first rows. */
  readonly sample: readonly (readonly (string | undefined)[])[];
}

/** What a known program writes: how its tables are told, and what is true of all of them. */
export interface Source {
  readonly id: string;
  /** For people: `TikTok Studio, Overview`. */
  readonly label: string;
  isOf(look: TableLook): boolean;
  readonly platform: Platform | null;
  /** What its numbers of days are; null where its columns say. */
  readonly days: 'gains' | 'levels' | null;
  readonly dateOrder: DateOrder | null;
  /** Written in English whoever exports it: `1,234` is a thousand. */
  readonly isEnglish: boolean;
  /** What single names mean there, by `sameHeader`; null: known, and not stored. */
  own(look: TableLook): Readonly<Record<string, Field | null>>;
  /** Why nothing of it is stored though it is in order; null where something is. */
  readonly nothing: string | null;
  /** Why it is no file for this program; null where it is. */
  readonly foreign: string | null;
  /** Said of all such files. */
  readonly remark: string | null;
}

/** A source with what most of them have. */
export function source(facts: Partial<Source> & Pick<Source, 'id' | 'label' | 'isOf'>): Source {
  const ordinary = { platform: null, days: null, dateOrder: null, isEnglish: false, own: () => ({}) } as const;
  return { ...ordinary, nothing: null, foreign: null, remark: null, ...facts };
}

/** Whether a table has all of some names. */
export function hasAll({ names }: TableLook, wanted: readonly string[]): boolean {
  return wanted.every((name) => names.has(name));
}
