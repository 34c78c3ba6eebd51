import type { Dialect } from '../store.ts';
import { agesOfLevels } from './ages-of-levels.ts';

/*
 * Levels of posts of which only the counts of now and the gains of days are kept, in the database itself: from the counts
 * backwards, a level at the end of each day that has gains, and one before the first. The same as `runsBefore` makes of
 * one post (`observations/before.ts`), and a test holds the two together. As of migration 0030, and fixed from then on.
 */

const dayMs = 86_400_000;

/** Metrics with their counts, and whether PostgreSQL keeps their levels in four bytes. */
const kept = [
  { metric: 'views', count: 'view_count', isNarrow: false },
  { metric: 'plays', count: 'play_count', isNarrow: false },
  { metric: 'likes', count: 'like_count', isNarrow: true },
  { metric: 'comments', count: 'comment_count', isNarrow: true },
  { metric: 'shares', count: 'share_count', isNarrow: true },
  { metric: 'saves', count: 'saved_count', isNarrow: true },
] as const;

const names = kept.map(({ metric }) => metric).join(', ');

/** An ISO 8601 time as ms since the epoch. */
function ms(dialect: Dialect, time: string): string {
  return dialect === 'sqlite'
    ? `cast(round((julianday(${time}) - 2440587.5) * ${dayMs}) as integer)`
    : `(extract(epoch from (${time})::timestamptz) * 1000)::bigint`;
}

/** What no column holds is unknown. */
function level({ metric, isNarrow }: (typeof kept)[number]): string {
  return isNarrow ? `case when ${metric} between -2147483648 and 2147483647 then ${metric} end` : metric;
}

/** The posts of a platform whose ids are above the first parameter and up to the second, as far as they have no levels. */
function postsWithout(dialect: Dialect, platform: string, [above, upTo]: readonly [number, number]): string {
  return `select v.id, v.platform, o.number as organization_no, g.number as origin,
      v.view_count, v.play_count, v.like_count, v.comment_count, v.share_count, v.saved_count,
      ${ms(dialect, 'v.create_time')} as made_at,
      ${ms(dialect, 'coalesce(v.first_scrape_time, v.create_time)')} as first_seen,
      ${ms(
        dialect,
        `${dialect === 'sqlite' ? 'max' : 'greatest'}(
        coalesce(v.first_scrape_time, v.create_time), coalesce(v.last_scrape_time, v.create_time))`,
      )} as last_seen
    from account_videos v
    join organizations o on o.id = v.organization_id
    join origins g on g.organization_id = v.organization_id and g.source = 'before' and g.import_id = ''
    where v.platform = '${platform}' and v.id > ${above} and v.id <= ${upTo}
      and not exists (select 1 from post_levels l where l.organization_no = o.number and l.post_id = v.id)`;
}

/** Makes the levels of the posts in a range of ids. Again is as good as once. */
export function levelsOfRange(dialect: Dialect, platform: string, range: readonly [number, number]): string {
  const { least, greatest } =
    dialect === 'sqlite' ? { least: 'min', greatest: 'max' } : { least: 'least', greatest: 'greatest' };
  const sum = (text: string) => (dialect === 'postgres' ? `(${text})::bigint` : text);
  const begin = ms(dialect, `d.day || 'T00:00:00Z'`);
  const ofPost = 'over (partition by d.video_id)';
  const beginsAtZero = kept.map(({ metric }) => `coalesce(${metric}, 0) = 0`).join(' and ');
  // No join but the first, which the keys serve: whatever the database guesses of the sizes.
  return `insert into post_levels (at, organization_no, post_id, origin, still, ${names})
    with posts as (${postsWithout(dialect, platform, range)}),
    days as (
      select p.*, ${begin} + ${dayMs - 1} as day_end, ${greatest}(p.last_seen, ${begin}) as seen_until,
        d.day = max(d.day) ${ofPost} as is_last, d.day = min(d.day) ${ofPost} as is_first,
        ${sum(`sum(d.saves) ${ofPost}`)} as all_saves,
        ${kept.map(({ metric }) => `d.${metric}, ${sum(`coalesce(sum(d.${metric}) over later, 0)`)} as ${metric}_later`).join(', ')}
      from posts p join account_video_days d on d.platform = p.platform and d.video_id = p.id
      window later as (partition by d.video_id order by d.day desc rows between unbounded preceding and 1 preceding)
    ),
    ends as (
      select ${least}(day_end, seen_until) as at, organization_no, id, origin,
        case when is_last then seen_until - ${least}(day_end, seen_until) else 0 end as still,
        ${kept.map((one) => `${standing(one)} as ${one.metric}`).join(', ')}
      from days
    ),
    beginnings as (
      select ${least}(day_end, seen_until) as next_at, made_at, first_seen, organization_no, id, origin,
        ${kept.map((one) => `${standing(one)} - ${one.metric} as ${one.metric}`).join(', ')}
      from days where is_first
    ),
    levels as (
      select * from ends
      union all
      select ${least}(case when ${beginsAtZero} then made_at else first_seen end, next_at - 1), organization_no, id,
        origin, 0, ${names}
      from beginnings
      union all
      select first_seen, organization_no, id, origin, last_seen - first_seen,
        ${kept.map(({ count }) => count).join(', ')}
      from posts p
      where not exists (select 1 from account_video_days d where d.platform = p.platform and d.video_id = p.id)
    )
    select at, organization_no, id, origin, still, ${kept.map(level).join(', ')} from levels
    order by organization_no, id, at`;
}

/**
 * A count at the end of a day. Saves that are unknown now may have gained something when they were known: as if they had
 * begun at 0.
 */
function standing({ metric, count }: (typeof kept)[number]): string {
  return count === 'saved_count'
    ? 'case when saved_count is not null then saved_count - saves_later when all_saves <> 0 then all_saves - saves_later end'
    : `${count} - ${metric}_later`;
}

/** What the posts in a range counted at some ages, as far as nothing but their days was known. Again is as good as once. */
export function agesOfRange(dialect: Dialect, platform: string, [above, upTo]: readonly [number, number]): string {
  const made = agesOfLevels(
    dialect,
    `v.platform = '${platform}' and v.id > ${above} and v.id <= ${upTo}
      and not exists (select 1 from post_levels s join origins g on g.number = s.origin
        where s.organization_no = o.number and s.post_id = v.id and g.source <> 'before')`,
  );
  return `${made} on conflict (organization_no, post_id) do nothing`;
}

/** How many posts of each platform are to be looked through, up to which id, and their days. */
export const toBeDone = `select platform, max(id) as last, (select count(*) from account_video_days) as days
  from account_videos group by platform order by platform`;

/** Every organization with accounts gets an origin for what was before; numbers go on from the others. */
export const originsOfBefore: readonly string[] = [
  `insert into origins (number, organization_id, source, import_id)
    select s.next_id - 1 + row_number() over (order by o.id), o.id, 'before', ''
    from organizations o cross join id_sequences s
    where s.name = 'origins'
      and exists (select 1 from accounts a where a.organization_id = o.id)
      and not exists (select 1 from origins g where g.organization_id = o.id and g.source = 'before' and g.import_id = '')`,
  `update id_sequences set next_id = (select coalesce(max(number), 0) + 1 from origins) where name = 'origins'
    and next_id <= (select coalesce(max(number), 0) from origins)`,
];
