import type { Dialect } from '../store.ts';

/*
 * Levels at the end of day 1, 7 and 30 of a post's life, of the levels that are kept when migration 0024 comes, and of
 * those that 0030 makes of days: the same as `observations/at-age.ts` makes of those, as of then, where one origin saw a
 * post and rounded nothing.
 */

const dayMs = 86_400_000;
const metrics = ['views', 'plays', 'likes', 'comments', 'shares', 'saves'] as const;
const ages = [1, 7, 30] as const;

/** @param which a condition on the posts `v` of the organizations `o`; all where left out */
export function agesOfLevels(dialect: Dialect, which?: string): string {
  const madeAt =
    dialect === 'sqlite'
      ? `cast(round((julianday(v.create_time) - 2440587.5) * ${dayMs}) as integer)`
      : '(extract(epoch from v.create_time::timestamptz) * 1000)::bigint';
  const columns = metrics.flatMap((metric) => ages.map((age) => ({ metric, age, column: `${metric}_day_${age}` })));
  const rank = (metric: string) =>
    `row_number() over (partition by organization_no, post_id, age
      order by case when ${metric} is null then 1 else 0 end, abs(at - end_at), at) as ${metric}_rank`;
  const taken = columns.map(
    ({ metric, age, column }) => `max(case when age = ${age} and ${metric}_rank = 1 then ${metric} end) as ${column}`,
  );
  const names = columns.map(({ column }) => column).join(', ');
  return `insert into post_ages (organization_no, post_id, ${names})
    with ends as (
      select o.number as organization_no, v.id as post_id, n.age, ${madeAt} + n.age * cast(${dayMs} as bigint) as end_at
      from account_videos v join organizations o on o.id = v.organization_id
        cross join (${ages.map((age) => `select ${age} as age`).join(' union all ')}) as n${which === undefined ? '' : ` where ${which}`}
    ),
    seen as (
      select e.*, case when l.at + l.still <= e.end_at then l.at + l.still
          when l.at >= e.end_at or e.end_at - l.at <= l.at + l.still - e.end_at then l.at else l.at + l.still end as at,
        ${metrics.map((metric) => `l.${metric}`).join(', ')}
      from ends e join post_levels l on l.organization_no = e.organization_no and l.post_id = e.post_id
        and l.at <= e.end_at + ${dayMs} and l.at + l.still >= e.end_at - ${dayMs}
    ),
    ranked as (
      select *, ${metrics.map(rank).join(', ')} from seen where abs(at - end_at) <= ${dayMs}
    ),
    told as (select organization_no, post_id, ${taken.join(', ')} from ranked group by organization_no, post_id)
    select organization_no, post_id, ${names} from told where coalesce(${names}) is not null`;
}
