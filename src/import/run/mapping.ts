import { z } from 'zod';
import { isTimeZone } from '../../contract/clock.ts';
import { isToCome } from '../../store/observations/to-come.ts';
import { isField } from '../columns/fields.ts';
import { type Answers, noAnswers } from '../reading/answers.ts';
import { Refusal } from '../refusal.ts';
import { dayMs } from '../values/days.ts';
import { usernameOf } from '../values/links.ts';
import { readMoment } from '../values/moments.ts';

const platform = z.enum(['instagram', 'tiktok']);

/** What may be said of a file, as people write it: in a mapping file, on a command line, in a form. */
export const saidOfFile = z
  .strictObject({
    account: z.string().max(200),
    platform,
    year: z.coerce.number().int().min(2010).max(2100),
    observed_at: z.string().max(48),
    time_zone: z.string().max(64),
    decimal: z.enum(['.', ',']),
    date_order: z.enum(['mdy', 'dmy']),
    values: z.enum(['levels', 'gains']),
    encoding: z.string().max(40),
    columns: z.record(z.string().max(500), z.string().max(40).nullable()),
  })
  .partial();

export type SaidOfFile = z.infer<typeof saidOfFile>;

/** A mapping file: what is said of all files, and of single ones by their names, in which `*` stands for anything. */
const mappingFile = z.strictObject({
  all: saidOfFile.optional(),
  files: z.record(z.string(), saidOfFile).optional(),
});

export type Mapping = z.infer<typeof mappingFile>;

/** @throws Refusal with one line that names what is wrong */
export function readMapping(text: string): Mapping {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Refusal('The mapping file is no JSON.');
  }
  const read = mappingFile.safeParse(parsed);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Refusal(`The mapping file is not right at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? ''}`);
}

/** All that is said of a file; what names it goes before what is of all. */
export function saidOf(mapping: Mapping, name: string): SaidOfFile {
  const named = Object.entries(mapping.files ?? {}).filter(([pattern]) => fits(pattern, name));
  return Object.assign({}, mapping.all, ...named.map(([, said]) => said));
}

function fits(pattern: string, name: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return pattern === name;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  const last = rest.at(-1) ?? '';
  return name.length - last.length >= at && name.endsWith(last);
}

/** Makes answers of what people wrote. @throws Refusal with the sentence that says how it is written */
export function answersOf(said: SaidOfFile, now: number): Answers {
  return {
    ...noAnswers,
    account: said.account === undefined ? null : accountIn(said.account),
    platform: said.platform ?? null,
    year: said.year ?? null,
    observedAt: said.observed_at === undefined ? null : instantIn(said.observed_at, said.time_zone, now),
    timeZone: said.time_zone === undefined ? null : zoneIn(said.time_zone),
    decimal: said.decimal ?? null,
    dateOrder: said.date_order ?? null,
    values: said.values ?? null,
    encoding: said.encoding ?? null,
    columns: columnsIn(said.columns ?? {}),
  };
}

function accountIn(text: string): Answers['account'] {
  const [, name, handle] = /^(instagram|tiktok):(.+)$/i.exec(text.trim()) ?? [];
  const known = platform.safeParse(name?.toLowerCase());
  const username = handle === undefined ? null : usernameOf(handle);
  if (known.success && username !== null) return { platform: known.data, username };
  throw new Refusal(`--account is written instagram:NAME or tiktok:NAME, not “${text.slice(0, 60)}”.`);
}

/** A day is its end, as days of tables are, or now where it is today. */
function instantIn(text: string, zone: string | undefined, now: number): number {
  const moment = readMoment(text.trim());
  const at = moment?.kind === 'instant' ? moment.at : moment?.kind === 'local' && zone === 'UTC' ? moment.at : null;
  const end =
    moment?.kind === 'day' ? Math.min(Date.parse(moment.day) + dayMs - 1, Math.max(now, Date.parse(moment.day))) : at;
  if (end === null) {
    throw new Refusal('--observed-at is a day such as 2026-01-31, or an instant such as 2026-01-31T18:00:00Z.');
  }
  if (isToCome(end, now)) throw new Refusal('--observed-at is in the future.');
  return end;
}

function zoneIn(name: string): string {
  if (isTimeZone(name)) return name;
  throw new Refusal(`There is no time zone “${name}”: names are like Europe/Paris, America/Chicago or UTC.`);
}

function columnsIn(said: Readonly<Record<string, string | null>>): Answers['columns'] {
  return Object.fromEntries(
    Object.entries(said).map(([column, field]) => {
      if (field === null || isField(field)) return [column, field];
      throw new Refusal(`“${column}” is mapped to “${field}”, which is no field: docs/import.md lists them.`);
    }),
  );
}
