import { sql } from 'kysely';
import type { CountName } from '../contract/query/metrics.ts';
import { metrics as levelNames } from '../store/observations/metrics.ts';
import { atomsOfGains } from './atoms.ts';
import { conditionOf, joined } from './conditions.ts';
import { factRow, keysIn, type PeriodSpan, periodsOf, unionOf } from './facts.ts';
import type { Plan, Span } from './plan.ts';
import { postColumns, postTables } from './post-columns.ts';
import { literal, type Sql, speeches } from './words-of-databases.ts';

type LevelName = Exclude<CountName, 'engagement'>;

/**
 * What posts gained: where each metric stood at the end of the range less where it stood before. Posts whose gain follows
 * from more than that (see `Plan.derived`) come with it. Only posts that gained something, or were made in the range, count.
 */
export function gainsOfPosts(plan: Plan): Sql {
  return unionOf(periodsOf(plan).map((each) => gainsWithin(plan, each)));
}

function gainsWithin(plan: Plan, { period, span }: PeriodSpan): Sql {
  const speech = speeches[plan.dialect];
  const names = atomsOfGains(plan.metrics);
  const columns = postColumns(speech, plan.offsets, span);
  const levels = levelNames.filter((name) => names.some((atom) => behind(atom).includes(name)));
  const gained = levels.map((name) => sql`${gainOf(plan, name, span, period)} as ${sql.ref(`g_${name}`)}`);
  const keys = keysIn(plan, columns).map((value, index) => sql`${value} as ${sql.ref(`k${index}`)}`);
  const wasMade = sql`case when v.create_time >= ${speech.text(`${span.start}T`)} and v.create_time < ${speech.text(`${span.end}U`)}
    then 1 else 0 end`;
  const where = [
    sql`v.organization_id = ${speech.text(plan.organization.id)}`,
    sql`v.create_time < ${speech.text(`${span.end}U`)}`,
    sql`(v.run_at is null or v.run_at >= ${literal(Date.parse(span.start))} or ${wasMade} = 1)`,
    conditionOf(plan.where, { speech, organizationId: plan.organization.id, columns }),
  ];
  const each = sql`select ${sql.join([...keys, ...gained, sql`${wasMade} as posts`, sql`v.platform`])}
    from ${postTables(plan.dimensions)} where ${joined('and', where)}`;
  const moved = levels.map((name) => sql`${sql.ref(`each.g_${name}`)} <> 0`);
  const counts = names.includes('posts') ? [sql`each.posts = 1`] : [];
  const row = factRow(
    period,
    plan.dimensions.map((_, index) => sql.ref(`each.k${index}`)),
    names,
    valuesOf(levels),
  );
  return sql`${row} from (${each}) as each where ${joined('or', [...moved, ...counts])}`;
}

function behind(atom: string): readonly string[] {
  return atom === 'engagement' ? ['likes', 'comments', 'shares'] : [atom];
}

function valuesOf(levels: readonly LevelName[]): Readonly<Record<string, Sql>> {
  const own = Object.fromEntries(levels.map((name) => [name, sql.ref(`each.g_${name}`)]));
  return {
    ...own,
    engagement: sql`each.g_likes + each.g_comments + each.g_shares`,
    posts: sql`each.posts`,
    savers: sql`case when each.platform = 'instagram' then 1 else 0 end`,
  };
}

/** Saves of TikTok enter no sum (contract §2). */
function gainOf(plan: Plan, name: LevelName, { start, end }: Span, period: 0 | 1): Sql {
  const [from, until] = [literal(Date.parse(start)), literal(Date.parse(end) + dayMs)];
  const bit = literal(1 << levelNames.indexOf(name));
  const atEnd = levelAt(plan, name, sql`l.at < ${until}`, 'last');
  const before = levelAt(plan, name, sql`l.at < ${from}`, 'last');
  const first = levelAt(plan, name, sql`l.at >= ${from}`, 'first');
  const base = sql`coalesce(${before}, case when v.from_zero & ${bit} <> 0 then 0 else ${first} end)`;
  const levels = sql`coalesce(${atEnd} - ${base}, 0)`;
  const derived = plan.derived === null ? levels : sql`coalesce(${derivedGain(plan, name, period)}, ${levels})`;
  return name === 'saves' ? sql`case when v.platform = 'tiktok' then 0 else ${derived} end` : derived;
}

const dayMs = 86_400_000;

/** The level of a metric in the last or first run of some, of one instant as the more believed origin has it. */
function levelAt(plan: Plan, name: LevelName, when: Sql, which: 'first' | 'last'): Sql {
  const direction = sql.raw(which === 'last' ? 'desc' : 'asc');
  const level = sql.ref(`l.${name}`);
  return sql`(select ${level} from post_levels l
    where l.organization_no = ${literal(plan.organization.number)} and l.post_id = v.id and ${when} and ${level} is not null
    order by l.at ${direction}, ${rank(plan)} desc, ${level} desc limit 1)`;
}

function rank({ ranks }: Plan): Sql {
  const known = ranks.filter(({ rank }) => rank > 0);
  if (known.length === 0) return sql`0 * l.origin`;
  const cases = known.map(({ origin, rank }) => sql`when ${literal(origin)} then ${literal(rank)}`);
  return sql`case l.origin ${sql.join(cases, sql` `)} else 0 end`;
}

function derivedGain({ dialect, derived }: Plan, name: LevelName, period: 0 | 1): Sql {
  const text = derived?.[period] ?? '{}';
  const path = `${name}`;
  return dialect === 'sqlite'
    ? sql`json_extract(${text}, '$."' || v.id || '".' || ${path})`
    : sql`cast(cast(${text} as jsonb) -> cast(v.id as text) ->> cast(${path} as text) as bigint)`;
}
