import { fieldsOf } from '../../query/conditions.ts';
import type { Condition, Plan, RowCondition } from '../../query/plan.ts';
import { hasManyRows } from '../../query/posts-published.ts';
import { looksAtSinglePosts } from '../../query/subject.ts';
import type { Shown } from './answer.ts';

/** What was computed, in one or two sentences of our own words: names of filters, never their values. */
export function explain(plan: Plan, shown: Shown, zone: string, dataSince: string | null): string {
  const { current, previous, dimensions, where, having } = plan;
  const metrics = shown.metrics.map(({ name }) => name).join(', ');
  const by = dimensions.length === 0 ? '' : ` by ${dimensions.map(({ name }) => name).join(', ')}`;
  const filtered = [...filterNames(where), ...rowFilterNames(having)];
  const only = filtered.length === 0 ? '' : `, filtered by ${[...new Set(filtered)].join(', ')}`;
  const sentences = [`${metrics} ${subjectOf(plan, zone)} from ${current.start} to ${current.end}${by}${only}.`];
  if (hasManyRows(plan))
    sentences.push('A post has several of these: rows do not add up, totals count each post once.');
  if (previous !== null) sentences.push(comparison(plan, dataSince));
  return sentences.join(' ');
}

function subjectOf(plan: Plan, zone: string): string {
  if (plan.of === 'posts') return `of the posts published (days of ${zone})`;
  return looksAtSinglePosts(plan) ? 'that posts gained on the UTC days' : 'that accounts gained on the UTC days';
}

function comparison({ previous, isComparable }: Plan, dataSince: string | null): string {
  const range = previous === null ? '' : `${previous.start} to ${previous.end}`;
  if (isComparable) return `Compared with ${range}.`;
  return dataSince === null
    ? `There is no data yet: no comparison with ${range}.`
    : `The data begins on ${dataSince}, so ${range} or the range itself is not whole: no percentages.`;
}

function filterNames(condition: Condition): readonly string[] {
  return fieldsOf(condition).map((field) => (typeof field === 'string' ? field : field.name));
}

function rowFilterNames(condition: RowCondition): readonly string[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.of.flatMap(rowFilterNames);
    case 'not':
      return rowFilterNames(condition.of);
    case 'metric':
      return [condition.metric.name];
  }
}
