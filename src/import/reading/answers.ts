import type { Platform } from '../../store/schema.ts';
import type { Field } from '../columns/fields.ts';
import type { DateOrder } from '../values/moments.ts';

/** What the owner of a file says of it, where it does not say so itself; null where nothing was said. */
export interface Answers {
  readonly account: { readonly platform: Platform; readonly username: string } | null;
  readonly platform: Platform | null;
  readonly year: number | null;
  /** ms since the epoch. */
  readonly observedAt: number | null;
  /** An IANA name. */
  readonly timeZone: string | null;
  readonly decimal: '.' | ',' | null;
  readonly dateOrder: DateOrder | null;
  readonly values: 'levels' | 'gains' | null;
  readonly encoding: string | null;
  /** By headers as they are written; null: not taken. */
  readonly columns: Readonly<Record<string, Field | null>>;
}

export const noAnswers: Answers = {
  account: null,
  platform: null,
  year: null,
  observedAt: null,
  timeZone: null,
  decimal: null,
  dateOrder: null,
  values: null,
  encoding: null,
  columns: {},
};

/** What has to be said before a file can be taken: the flag, and a sentence that names it. */
export interface Question {
  readonly flag: keyof Answers;
  readonly sentence: string;
}
