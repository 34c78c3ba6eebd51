import { type Field, postCounts } from '../columns/fields.ts';
import type { Answers, Question } from './answers.ts';
import type { Grain } from './plan.ts';
import { saidByName } from './step-facts.ts';
import type { Survey } from './survey.ts';

interface Values {
  readonly values: ReadonlyMap<Field, 'levels' | 'gains'>;
  readonly questions: readonly Question[];
  readonly remarks: readonly string[];
  readonly refusal: string | null;
}

/** Whether the numbers of days are levels or gains: the source says it, then the name, then how they go; else their owner. */
export function valuesOf(survey: Survey, grain: Grain, answers: Answers): Values {
  const { places } = survey.matched;
  const remarks = grossRemark(survey);
  const isByDay = grain === 'days' || (grain === 'posts' && places.has('day'));
  if (!isByDay) return { values: new Map(), questions: [], remarks, refusal: null };
  const { values, open } = sorted(survey, answers);
  // One row for each post, beside a day: what it has in total then.
  if (grain === 'posts' && open.length > 0 && isOncePerPost(survey)) {
    for (const { field } of open.splice(0)) values.set(field, 'levels');
  }
  const questions = open.slice(0, 1).map(({ at }) => valuesQuestion(survey, at));
  const refusal =
    grain === 'posts' && [...values.values()].includes('gains')
      ? 'These are daily gains of single posts: only their levels can be stored. Pass --values levels where they are totals.'
      : null;
  return { values, questions, remarks, refusal };
}

/** Columns of which it is known, and those of which it has to be asked. */
function sorted(survey: Survey, answers: Answers) {
  const { places, uses } = survey.matched;
  const values = new Map<Field, 'levels' | 'gains'>();
  const open: { field: Field; at: number }[] = [];
  for (const field of postCounts) {
    const [at] = places.get(field) ?? [];
    if (at === undefined) continue;
    const kind = kindOf(survey, at, uses[at]?.name ?? '', answers);
    if (kind === null) open.push({ field, at });
    else values.set(field, kind);
  }
  return { values, open };
}

function kindOf(survey: Survey, at: number, name: string, { values }: Answers): 'levels' | 'gains' | null {
  return survey.source.days ?? values ?? saidByName(name) ?? survey.steps.get(at)?.verdict() ?? null;
}

function isOncePerPost({ sample, matched }: Survey): boolean {
  const places = [...(matched.places.get('url') ?? []), ...(matched.places.get('post_id') ?? [])];
  const names = sample.map(({ cells }) => places.map((at) => cells[at] ?? '').join(' '));
  return new Set(names).size === names.length;
}

function valuesQuestion(survey: Survey, at: number): Question {
  const name = survey.matched.uses[at]?.name ?? '';
  const shown = survey.steps.get(at)?.shown.join(', ') ?? '';
  const sentence = `“${name}” (${shown}, …) may be what a day brought or the total on that day: pass --values gains or --values levels.`;
  return { flag: 'values', sentence };
}

/** New followers without those that left are no gain. */
function grossRemark({ matched: { places, uses } }: Survey): string[] {
  const [at] = places.get('followers_new') ?? [];
  const isNet = places.has('followers_lost') || places.has('followers_gained');
  if (at === undefined || isNet) return [];
  const name = uses[at]?.name ?? '';
  return [`“${name}” counts who came and not who left: that is no gain of followers, so it is not stored.`];
}
