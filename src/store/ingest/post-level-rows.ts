import { metrics } from '../observations/metrics.ts';
import type { Run } from '../observations/runs.ts';
import type { PostLevelRow } from '../schema.ts';

export const intoPostLevels = {
  table: 'post_levels',
  columns: [
    'organization_no',
    'post_id',
    'at',
    'origin',
    'still',
    'views',
    'plays',
    'likes',
    'comments',
    'shares',
    'saves',
    'steps',
  ],
  onConflict: `on conflict (organization_no, post_id, at, origin) do update set still = excluded.still, steps = excluded.steps,
    ${metrics.map((metric) => `${metric} = excluded.${metric}`).join(', ')}`,
} as const;

/** What `runOf` reads again (see `post-runs.ts`). */
export function levelRow(
  organizationNo: number,
  postId: number,
  { at, until, origin, levels, steps }: Run,
): PostLevelRow {
  const rounded = metrics.some((metric) => steps[metric] !== undefined);
  const place = { organization_no: organizationNo, post_id: postId, at, origin, still: until - at };
  return { ...place, ...levels, steps: rounded ? JSON.stringify(steps) : null };
}
