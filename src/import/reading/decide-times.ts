import type { Field } from '../columns/fields.ts';
import type { DateOrder } from '../values/moments.ts';
import type { Question } from './answers.ts';
import { saidBy } from './file-date.ts';
import type { Grain, TimePlan } from './plan.ts';
import type { Surroundings } from './surroundings.ts';
import type { Survey } from './survey.ts';
import { dateOrder, type TimeFacts } from './time-facts.ts';
import type { YearRule } from './year-walk.ts';

interface Times {
  readonly times: ReadonlyMap<number, TimePlan>;
  readonly questions: readonly Question[];
  readonly remarks: readonly string[];
}

/** How each column of times is read: order of numbers, zone, years. */
export function timesOf(survey: Survey, grain: Grain, around: Surroundings): Times {
  const times = new Map<number, TimePlan>();
  const questions: Question[] = [];
  const remarks: string[] = [];
  for (const [at, facts] of survey.times) {
    const { name, field } = survey.matched.uses[at] ?? { name: '', field: null };
    if (field === null || isIdle(field, grain)) continue;
    const order = dateOrder(facts, { said: around.answers.dateOrder, source: survey.source.dateOrder });
    const zone = zoneOf(facts, field, around);
    const years = yearsOf(facts, field, around);
    questions.push(...asked(facts, name, { order, zone, years }));
    if (order === 'ask' || zone === null || years === 'unclear') continue;
    if (years !== null) remarks.push(yearRemark(name, years, around));
    times.set(at, { order, zone, years, notAfter: around.date.day });
  }
  return { times, questions, remarks };
}

/** What has to be said before a column of times can be read. */
function asked(
  facts: TimeFacts,
  name: string,
  known: { order: DateOrder | 'ask'; zone: string | null; years: YearRule | 'unclear' | null },
): Question[] {
  return [
    ...(known.order === 'ask' ? [orderQuestion(facts, name)] : []),
    ...(known.zone === null ? [zoneQuestion(name)] : []),
    ...(known.years === 'unclear' ? [languageQuestion(name)] : []),
  ];
}

/** A day in a table of posts is when they were seen; profiles and names have no other times. */
function isIdle(field: Field, grain: Grain): boolean {
  return field === 'posted_at' && grain !== 'posts';
}

/** A day is taken as it stands, in whatever zone its source counts; a clock time needs one. */
function zoneOf(facts: TimeFacts, field: Field, { answers }: Surroundings): string | null {
  if (facts.local === 0 || field === 'day') return answers.timeZone ?? 'UTC';
  return answers.timeZone;
}

/** The times of posts are in no order that could be walked. */
function yearsOf(facts: TimeFacts, field: Field, { date }: Surroundings): YearRule | 'unclear' | null {
  if (facts.named === 0) return null;
  const rule = facts.walk.rule(date.day);
  if (rule === null) return 'unclear';
  return field === 'posted_at' ? { kind: 'newest' } : rule;
}

function yearRemark(name: string, years: YearRule, { date }: Surroundings): string {
  const from = saidBy[date.from];
  if (years.kind === 'newest')
    return `“${name}” has no years: each is the newest such day not after its numbers were seen (${date.day} at most, by ${from}).`;
  return `“${name}” has no years: its first row is of ${years.firstYear}, by ${from} (${date.day}); pass --year where that is wrong.`;
}

function orderQuestion({ example }: TimeFacts, name: string): Question {
  const shown = example === '' ? '' : ` (“${example}”)`;
  const sentence = `“${name}” may begin with the month or with the day${shown}: pass --date-order mdy or --date-order dmy.`;
  return { flag: 'dateOrder', sentence };
}

function zoneQuestion(name: string): Question {
  const sentence = `“${name}” holds clock times without a zone: pass --time-zone UTC, or Europe/Paris and the like.`;
  return { flag: 'timeZone', sentence };
}

function languageQuestion(name: string): Question {
  const sentence = `The months under “${name}” are not of one language: write them as 2026-01-31, or pass --year where that decides it.`;
  return { flag: 'year', sentence };
}
