import type { Dialect } from '../store.ts';

/*
 * Levels of individually tracked videos, of which only the counts of now and the gains of days are kept: from the counts
 * backwards, a level at the end of each day that has gains, and one before the first. As of migration 0024, and fixed.
 */

const dayMs = 86_400_000;

/** Metrics with their counts, their bit in `unknown_metrics`, and whether PostgreSQL keeps their levels in four bytes. */
const kept = [
  { metric: 'views', count: 'view_count', bit: 1, isNarrow: false },
  { metric: 'plays', count: 'play_count', bit: 2, isNarrow: false },
  { metric: 'likes', count: 'like_count', bit: 4, isNarrow: true },
  { metric: 'comments', count: 'comment_count', bit: 8, isNarrow: true },
  { metric: 'shares', count: 'share_count', bit: 16, isNarrow: true },
  { metric: 'saves', count: 'saved_count', bit: 32, isNarrow: true },
] as const;

/** Every video that was seen gets a number among those of posts, and its organization an origin for what was before. */
const numbered = [
  `update videos set number = n.number
    from (select v.id, s.next_id - 1 + row_number() over (order by v.added_at, v.id) as number
      from videos v cross join id_sequences s
      where s.name = 'account_videos' and v.first_scrape_time is not null) as n
    where n.id = videos.id`,
  `update id_sequences set next_id = next_id + (select count(*) from videos where number is not null)
    where name = 'account_videos'`,
  `insert into origins (number, organization_id, source, import_id)
    select s.next_id - 1 + row_number() over (order by o.id), o.id, 'before', ''
    from organizations o cross join id_sequences s
    where s.name = 'origins' and exists (select 1 from videos v where v.organization_id = o.id and v.number is not null)
      and not exists (select 1 from origins g where g.organization_id = o.id and g.source = 'before' and g.import_id = '')`,
  `update id_sequences set next_id = (select coalesce(max(number), 0) + 1 from origins) where name = 'origins'
    and next_id <= (select coalesce(max(number), 0) from origins)`,
];

export function videoDaysToLevels(dialect: Dialect): readonly string[] {
  return [...numbered, levels(dialect)];
}

function levels(dialect: Dialect): string {
  const [least, greatest] = dialect === 'sqlite' ? ['min', 'max'] : ['least', 'greatest'];
  const ms = (time: string) =>
    dialect === 'sqlite'
      ? `cast(round((julianday(${time}) - 2440587.5) * ${dayMs}) as integer)`
      : `(extract(epoch from (${time})::timestamptz) * 1000)::bigint`;
  const whole = (sum: string) => (dialect === 'postgres' ? `(${sum})::bigint` : sum);
  const begin = ms(`d.day || 'T00:00:00Z'`);
  const gained = (what: (metric: string) => string) => kept.map(({ metric }) => what(metric)).join(', ');
  const later = (metric: string) =>
    whole(`coalesce(sum(d.${metric}) over (partition by d.video_id order by d.day desc
      rows between unbounded preceding and 1 preceding), 0)`);
  const level = ({ metric, count, bit, isNarrow }: (typeof kept)[number]) => {
    const value = `p.${count} - l.${metric}`;
    const isKnown = [
      `p.unknown_metrics & ${bit} = 0`,
      ...(isNarrow ? [`${value} between -2147483648 and 2147483647`] : []),
    ];
    return `case when ${isKnown.join(' and ')} then ${value} end`;
  };
  return `insert into post_levels (at, organization_no, post_id, origin, still, ${gained((metric) => metric)})
    with posts as (
      select v.id, v.number, v.unknown_metrics, o.number as organization_no, g.number as origin,
        ${kept.map(({ count }) => `v.${count}`).join(', ')}, ${ms('v.first_scrape_time')} as first_seen,
        ${ms(`${greatest}(v.first_scrape_time, coalesce(v.last_scrape_time, v.first_scrape_time))`)} as last_seen
      from videos v join organizations o on o.id = v.organization_id
        join origins g on g.organization_id = o.id and g.source = 'before' and g.import_id = ''
      where v.number is not null
    ),
    days as (
      select p.id, row_number() over (partition by p.id order by d.day desc) - 1 as back,
        ${least}(${begin} + ${dayMs - 1}, ${greatest}(p.last_seen, ${begin})) as at,
        ${gained((metric) => `${later(metric)} as ${metric}`)}
      from posts p join video_days d on d.video_id = p.id
    ),
    sums as (
      select p.id, ${gained((metric) => `${whole(`coalesce(sum(d.${metric}), 0)`)} as ${metric}`)}
      from posts p left join video_days d on d.video_id = p.id group by p.id
    ),
    taken as (
      select id, back, at, ${gained((metric) => metric)} from days
      union all
      select p.id, coalesce((select max(back) + 1 from days d where d.id = p.id), 0),
        ${least}(p.first_seen, coalesce((select min(at) - 1 from days d where d.id = p.id), p.first_seen)),
        ${gained((metric) => `s.${metric}`)}
      from posts p join sums s on s.id = p.id
    )
    select l.at, p.organization_no, p.number, p.origin,
      case when l.back = 0 and p.last_seen > l.at then p.last_seen - l.at else 0 end, ${kept.map(level).join(', ')}
    from taken l join posts p on p.id = l.id`;
}
