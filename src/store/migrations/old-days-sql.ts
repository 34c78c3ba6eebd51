import type { Dialect } from '../store.ts';

/*
 * Levels of posts of which only the counts of now and the gains of days are kept, in the database itself: from the counts
 * backwards, a level at the end of each day that has gains, and one before the first. The same as `runsBefore` makes of
 * one post (`observations/before.ts`), and a test holds the two together. As of migration 0023, and fixed from then on.
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
  const whole = (sum: string) => (dialect === 'postgres' ? `(${sum})::bigint` : sum);
  const begin = ms(dialect, `d.day || 'T00:00:00Z'`);
  const later = (sum: string) => `coalesce(sum(${sum}) over (partition by d.video_id order by d.day desc
    rows between unbounded preceding and 1 preceding), 0)`;
  return `insert into post_levels (at, organization_no, post_id, origin, still, ${names})
    with posts as (${postsWithout(dialect, platform, range)}),
    days as (
      select p.*, ${begin} + ${dayMs - 1} as day_end, ${greatest}(p.last_seen, ${begin}) as seen_until,
        row_number() over (partition by d.video_id order by d.day desc) - 1 as back,
        ${kept.map(({ metric }) => `d.${metric} as ${metric}_gained, ${whole(later(`d.${metric}`))} as ${metric}_later`).join(', ')}
      from posts p join account_video_days d on d.platform = p.platform and d.video_id = p.id
    ),
    sums as (
      select id, min(${least}(day_end, seen_until)) as first_at,
        ${kept.map(({ metric }) => `${whole(`sum(${metric}_gained)`)} as ${metric}_gained`).join(', ')}
      from days group by id
    ),
    -- Saves that are unknown now may have gained something when they were known: as if they had begun at 0.
    begun as (
      select p.*, s.first_at, ${kept
        .map(({ metric, count }) =>
          count === 'saved_count'
            ? `case when p.saved_count is not null then p.saved_count - coalesce(s.saves_gained, 0)
                when s.saves_gained <> 0 then 0 end as saves`
            : `p.${count} - coalesce(s.${metric}_gained, 0) as ${metric}`,
        )
        .join(', ')}
      from posts p left join sums s on s.id = p.id
    ),
    levels as (
      select ${least}(d.day_end, d.seen_until) as at, d.organization_no, d.id, d.origin,
        case when d.back = 0 then d.seen_until - ${least}(d.day_end, d.seen_until) else 0 end as still,
        ${kept
          .map(({ metric, count }) =>
            count === 'saved_count'
              ? `case when d.saved_count is not null then d.saved_count - d.saves_later
                  when b.saves is not null then sum(d.saves_gained) over (partition by d.id order by d.back desc) end as saves`
              : `d.${count} - d.${metric}_later as ${metric}`,
          )
          .join(', ')}
      from days d join begun b on b.id = d.id
      union all
      select case when first_at is null then first_seen
          else ${least}(case when ${kept.map(({ metric }) => `coalesce(${metric}, 0) = 0`).join(' and ')}
            then made_at else first_seen end, first_at - 1) end,
        organization_no, id, origin, case when first_at is null then last_seen - first_seen else 0 end, ${names}
      from begun
    )
    select at, organization_no, id, origin, still, ${kept.map(level).join(', ')} from levels
    order by organization_no, id, at`;
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
