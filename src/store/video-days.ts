import { among } from './among.ts';
import { originRanks } from './origin-ranks.ts';
import { checkedOwner } from './owner.ts';
import { gainsWithin, hasTies } from './post-days.ts';
import { runOf } from './post-runs.ts';
import type { GainColumns } from './schema.ts';
import type { Store } from './store.ts';

/**
 * The days of a span on which individually tracked videos gained something, ascending, by their ids; other organizations'
 * have none. They are made of the levels that were seen, of which the first is where gains begin.
 */
export async function videoDays(
  { dialect, read }: Pick<Store, 'dialect' | 'read'>,
  organizationId: string,
  ids: readonly string[],
  span: { start: string; end: string },
): Promise<ReadonlyMap<string, readonly GainColumns[]>> {
  if (ids.length === 0) return new Map();
  const rows = await read
    .selectFrom('videos as v')
    .innerJoin('organizations as o', 'o.id', 'v.organization_id')
    .innerJoin('post_levels as l', (join) =>
      join.onRef('l.organization_no', '=', 'o.number').onRef('l.post_id', '=', 'v.number'),
    )
    .select(['v.id as video_id', 'v.platform'])
    .selectAll('l')
    .where(checkedOwner('v.organization_id', organizationId))
    .where(among(dialect, 'v.id', ids))
    .orderBy('l.post_id')
    .orderBy('l.at')
    .orderBy('l.origin')
    .execute();
  const found = new Map<string, readonly GainColumns[]>();
  const isTied = hasTies(rows.map(runOf));
  const rank = isTied ? (await originRanks(read, organizationId)).rank : () => 0;
  for (const [id, of] of Map.groupBy(rows, ({ video_id }) => video_id)) {
    const platform = of[0]?.platform ?? 'instagram';
    found.set(id, gainsWithin(platform, of.map(runOf), { beganAtZero: () => false, rank }, span));
  }
  return found;
}
