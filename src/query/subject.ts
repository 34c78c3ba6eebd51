import { aboutOf } from '../contract/query/dimensions.ts';
import { looksAtPosts } from './conditions.ts';
import type { Plan } from './plan.ts';

/** Whether a query looks at single posts; the days of accounts answer all others. */
export function looksAtSinglePosts({ of, dimensions, where }: Pick<Plan, 'of' | 'dimensions' | 'where'>): boolean {
  return of === 'posts' || dimensions.some((each) => aboutOf(each) === 'post') || looksAtPosts(where);
}
