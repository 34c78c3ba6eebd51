import type { Field } from '../columns/fields.ts';
import { isUnknownCell } from '../values/count.ts';
import { readLink } from '../values/links.ts';
import type { Answers, Question } from './answers.ts';
import { accountOf, platformFor } from './decide-account.ts';
import { marksOf } from './decide-marks.ts';
import { timesOf } from './decide-times.ts';
import { valuesOf } from './decide-values.ts';
import type { Decision, Grain, Plan } from './plan.ts';
import type { Surroundings } from './surroundings.ts';
import type { Survey } from './survey.ts';

/** Decides how a table is read, or says what has to be known first. Never guesses. */
export function decide(survey: Survey, around: Surroundings): Decision {
  const { source } = survey;
  const damage = damageOf(survey);
  if (damage !== null) return { kind: 'refused', reason: damage, damaged: true };
  if (source.foreign !== null) return { kind: 'refused', reason: source.foreign };
  if (source.nothing !== null) return { kind: 'nothing', reason: source.nothing };
  const grain = grainOf(survey);
  if (grain === null) return unrecognised(survey);
  const platform = platformFor(survey, around.answers);
  if (platform.kind === 'foreign') return { kind: 'refused', reason: platform.reason };
  const account = accountOf(survey, around.answers, platform);
  const marks = marksOf(survey, around);
  const times = timesOf(survey, grain, around);
  const values = valuesOf(survey, grain, around.answers);
  const observed = observedOf(survey, grain, around.answers);
  const questions: Question[] = [account, marks, times, values, observed].flatMap((part) => part.questions);
  const remarks = [source.remark, ...times.remarks, ...values.remarks].filter((text) => text !== null);
  if (values.refusal !== null) return { kind: 'refused', reason: values.refusal };
  if (questions.length > 0) return { kind: 'asks', questions, remarks };
  const plan: Plan = {
    grain,
    source,
    platform:
      platform.kind === 'one'
        ? platform.platform
        : (around.answers.platform ?? around.answers.account?.platform ?? null),
    account: account.account,
    places: survey.matched.places,
    marks: marks.marks,
    times: times.times,
    values: values.values,
    observedAt: observed.at,
  };
  return { kind: 'planned', plan, remarks };
}

/** Numbers that Excel made dates of, in any of a table's columns. */
function damageOf({ excelDate, counts, table }: Survey): string | null {
  if (excelDate !== null) return excelSentence(excelDate);
  for (const [at, facts] of counts) {
    if (facts.excelDate !== null) return excelSentence({ name: table.columns[at] ?? '', value: facts.excelDate });
  }
  return null;
}

function excelSentence({ name, value }: { name: string; value: string }): string {
  const where = name === '' ? '' : ` under “${name}”`;
  return `Excel made dates of numbers (“${value}”${where}): export the file again and import it without opening it in Excel.`;
}

/** What rows are about, by the fields that their columns hold. */
export function grainOf(survey: Survey): Grain | null {
  const has = (field: Field) => survey.matched.places.has(field);
  const counts = (['views', 'plays', 'likes', 'comments', 'shares', 'saves'] as const).some(has);
  const isDated = has('posted_at') || has('caption') || has('media_type');
  if (counts && (has('shortcode') || hasPostLinks(survey) || (has('post_id') && (isDated || !has('followers'))))) {
    return 'posts';
  }
  const profile = has('followers') || has('following') || has('posts');
  if (has('day') && (counts || profile || has('followers_gained') || has('followers_new'))) return 'days';
  if (profile) return 'profiles';
  const isBare = survey.table.columns.length === 1 && survey.table.columns[0] === '';
  return has('username') || hasProfileLinks(survey) || (isBare && hasNames(survey)) ? 'names' : null;
}

function hasPostLinks({ matched, sample }: Survey): boolean {
  return sample.some(({ cells }) =>
    (matched.places.get('url') ?? []).some((at) => {
      const link = readLink(cells[at] ?? '');
      return link !== null && (link.shortcode !== null || link.postId !== null);
    }),
  );
}

function hasProfileLinks({ matched, sample }: Survey): boolean {
  return sample.some(({ cells }) =>
    (matched.places.get('url') ?? []).some((at) => readLink(cells[at] ?? '')?.username != null),
  );
}

/** A column of nothing but user names and links. */
function hasNames({ sample }: Survey): boolean {
  const values = sample.map(({ cells }) => cells[0] ?? '').filter((value) => value !== '');
  return (
    values.length > 0 && values.every((value) => readLink(value)?.username != null || /^@?[\w.]{2,30}$/.test(value))
  );
}

function unrecognised({ table }: Survey): Decision {
  const names = table.columns
    .filter((name) => name !== '')
    .slice(0, 8)
    .map((name) => name.slice(0, 40))
    .join(', ');
  const shown = names === '' ? '' : ` Its columns: ${names}.`;
  return {
    kind: 'refused',
    reason: `Not recognised: no column is known that says whose numbers these are and what they count; a mapping file can say it.${shown}`,
  };
}

/** When levels were seen: a column says it, else their owner has to. */
function observedOf(survey: Survey, grain: Grain, answers: Answers): { at: number | null; questions: Question[] } {
  const { places } = survey.matched;
  const isSaid = (field: Field) =>
    survey.table.around.has(field) ||
    survey.sample.some(({ cells }) => (places.get(field) ?? []).some((at) => !isUnknownCell(cells[at] ?? '')));
  const needs = grain === 'posts' || grain === 'profiles';
  if (!needs || isSaid('observed_at') || isSaid('day') || answers.observedAt !== null) {
    return { at: answers.observedAt, questions: [] };
  }
  const sentence = 'Nothing says when these numbers were seen: pass --observed-at 2026-01-31 (the day of the export).';
  return { at: null, questions: [{ flag: 'observedAt', sentence }] };
}
