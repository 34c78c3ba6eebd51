import { among } from './among.ts';
import { type Gains, hasGains, noGains } from './observations/counts.ts';
import { type Circumstances, derive } from './observations/gains.ts';
import { metrics } from './observations/metrics.ts';
import type { Run } from './observations/runs.ts';
import { originRanks } from './origin-ranks.ts';
import { checkedOwner } from './owner.ts';
import { runOf } from './post-runs.ts';
import type { GainColumns, Platform } from './schema.ts';
import type { Store } from './store.ts';

type Reader = Pick<Store, 'dialect' | 'read'>;

interface Posts {
  readonly platform: Platform;
  readonly ids: readonly number[];
}

/**
 * The days of a span on which posts gained something, ascending, by their ids; other organizations' posts have none. They
 * are made of the levels that were seen.
 */
export async function postDays(
  reader: Reader,
  organizationId: string,
  posts: Posts,
  span: { start: string; end: string },
): Promise<ReadonlyMap<number, readonly GainColumns[]>> {
  const levelled = await runsSince(reader, organizationId, posts, Date.parse(span.start));
  const rank = [...levelled.values()].some(({ runs }) => hasTies(runs))
    ? (await originRanks(reader.read, organizationId)).rank
    : () => 0;
  const found = new Map<number, readonly GainColumns[]>();
  for (const [id, { runs, fromZero }] of levelled) {
    const beganAtZero = (_at: number, metric: keyof Gains) => (fromZero & (1 << metrics.indexOf(metric))) !== 0;
    found.set(id, gainsWithin(posts.platform, runs, { beganAtZero, rank }, span));
  }
  return found;
}

/** The days of a span on which a post gained something, of its runs; saves of TikTok enter no sum (contract §2). */
export function gainsWithin(
  platform: Platform,
  runs: readonly Run[],
  circumstances: Circumstances,
  { start, end }: { start: string; end: string },
): GainColumns[] {
  const { days } = derive(runs, circumstances);
  const kept = [...days].filter(([day]) => day >= start && day <= end).sort(([a], [b]) => (a < b ? -1 : 1));
  const counted = kept.map(([day, gains]) => ({ day, ...gains, ...(platform === 'tiktok' && { saves: 0 }) }));
  return counted.filter(hasGains);
}

/** The sums of such days. */
export function sumOf(days: readonly GainColumns[]): Gains {
  const sum = noGains();
  for (const day of days) for (const metric of metrics) sum[metric] += day[metric];
  return sum;
}

export function hasTies(runs: readonly Run[]): boolean {
  return runs.some((run, index) => runs[index + 1]?.at === run.at);
}

interface Levelled {
  readonly runs: readonly Run[];
  readonly fromZero: number;
}

/** The runs of posts from an instant on, each post's with as many earlier ones as its gains need. */
async function runsSince(
  reader: Reader,
  organizationId: string,
  { platform, ids }: Posts,
  since: number,
): Promise<Map<number, Levelled>> {
  const found = await readRuns(reader, organizationId, { platform, ids }, since);
  const unclear = [...found].flatMap(([id, { runs }]) => (isClear(platform, runs, since) ? [] : [id]));
  if (unclear.length === 0) return found;
  const whole = await readRuns(reader, organizationId, { platform, ids: unclear }, null);
  for (const [id, levelled] of whole) found.set(id, levelled);
  return found;
}

/** Whether the last run before the span says where each gain in it begins. */
function isClear(platform: Platform, [first, second]: readonly Run[], since: number): boolean {
  if (first === undefined || first.at >= since) return true;
  if (second?.at === first.at || metrics.some((metric) => first.steps[metric] !== undefined)) return false;
  return metrics.every((metric) => first.levels[metric] !== null || (platform === 'tiktok' && metric === 'saves'));
}

async function readRuns(
  { dialect, read }: Reader,
  organizationId: string,
  { platform, ids }: Posts,
  since: number | null,
): Promise<Map<number, Levelled>> {
  if (ids.length === 0) return new Map();
  const rows = await read
    .selectFrom('account_videos as v')
    .innerJoin('organizations as o', 'o.id', 'v.organization_id')
    .innerJoin('post_levels as l', (join) =>
      join.onRef('l.organization_no', '=', 'o.number').onRef('l.post_id', '=', 'v.id'),
    )
    .select('v.from_zero')
    .selectAll('l')
    .where(checkedOwner('v.organization_id', organizationId))
    .where('v.platform', '=', platform)
    .where(among(dialect, 'v.id', ids))
    .$if(since !== null, (all) =>
      all.where(({ eb, fn, selectFrom }) =>
        eb(
          'l.at',
          '>=',
          fn.coalesce(
            selectFrom('post_levels as earlier')
              .select(({ fn }) => fn.max('earlier.at').as('at'))
              .whereRef('earlier.organization_no', '=', 'o.number')
              .whereRef('earlier.post_id', '=', 'v.id')
              .where('earlier.at', '<', since ?? 0),
            eb.val(0),
          ),
        ),
      ),
    )
    .orderBy('l.post_id')
    .orderBy('l.at')
    .orderBy('l.origin')
    .execute();
  const byPost = Map.groupBy(rows, ({ post_id }) => post_id);
  return new Map([...byPost].map(([id, of]) => [id, { runs: of.map(runOf), fromZero: of[0]?.from_zero ?? 0 }]));
}
