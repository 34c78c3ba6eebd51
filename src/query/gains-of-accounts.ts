import { sql } from 'kysely';
import { aboutOf } from '../contract/query/dimensions.ts';
import { followersBit } from '../store/observations/metrics.ts';
import { type AccountColumns, accountsThemselves, categoryColumns, creatorColumns } from './account-columns.ts';
import { type AtomOfGains, atomsOfGains } from './atoms.ts';
import { conditionOf, fieldsOf } from './conditions.ts';
import { emptyRows } from './empty-rows.ts';
import { factRow, isTime, keysIn, type PeriodSpan, periodsOf, timeIndex, unionOf } from './facts.ts';
import type { Plan } from './plan.ts';
import { timeOf } from './time.ts';
import { type Speech, type Sql, speeches } from './words-of-databases.ts';

/** In place of a time: what holds for an account whatever the day. It sorts behind all times, and is no row of the answer. */
export const afterAllTimes = '~';

/** A table of days, called `d`, with what its rows say of accounts and which of them are looked at. */
interface DaysSource {
  readonly from: Sql;
  readonly columns: AccountColumns;
  readonly owner: Sql;
}

/** What accounts gained: their days from the narrowest table that knows what is asked, and the accounts themselves. */
export function gainsOfAccounts(plan: Plan): Sql {
  const names = atomsOfGains(plan.metrics);
  const parts = periodsOf(plan).flatMap((each) => [
    ...sourcesFor(plan).map((source) => daysWithin(plan, source, names, each)),
    ...(names.includes('level') ? sourcesFor(plan).map((source) => stepsAfter(plan, source, names, each)) : []),
    ...(needsAccounts(plan, names) ? [accounts(plan, names, each)] : []),
    ...(names.includes('posts') ? [postsMade(plan, names, each)] : []),
  ]);
  return unionOf([...parts, ...emptyRows(plan, names, {})]);
}

function sourcesFor(plan: Plan): readonly DaysSource[] {
  const fields = fieldsOf(plan.where).map((field) => (typeof field === 'string' ? field : field.kind));
  const dimensions = plan.dimensions.filter((dimension) => aboutOf(dimension) !== 'time').map(({ kind }) => kind);
  const asked = [...fields, ...dimensions];
  const only = (...known: readonly string[]) => asked.every((kind) => known.includes(kind));
  const ofAccounts = accountsThemselves(speeches[plan.dialect]);
  if (only()) return [{ from: sql`organization_days d`, columns: ofAccounts, owner: sql`d.organization_id` }];
  if (only('platform', 'category')) {
    return [{ from: sql`category_days d`, columns: categoryColumns, owner: sql`d.organization_id` }];
  }
  const days = sql`accounts a join account_days d on d.account_id = a.id`;
  if (!only('creator')) return [{ from: days, columns: ofAccounts, owner: sql`a.organization_id` }];
  return [
    {
      from: sql`creators o join creator_days d on d.creator_id = o.id`,
      columns: creatorColumns,
      owner: sql`o.organization_id`,
    },
    { from: days, columns: ofAccounts, owner: sql`a.creator_id is null and a.organization_id` },
  ];
}

function narrowed(plan: Plan, { columns, owner }: DaysSource): Sql {
  const speech = speeches[plan.dialect];
  const condition = conditionOf(plan.where, { speech, organizationId: plan.organization.id, columns });
  return sql`${owner} = ${speech.text(plan.organization.id)} and ${condition}`;
}

const dayColumns: Readonly<Partial<Record<AtomOfGains, Sql>>> = {
  views: sql`d.views`,
  plays: sql`d.plays`,
  likes: sql`d.likes`,
  comments: sql`d.comments`,
  shares: sql`d.shares`,
  saves: sql`d.saves`,
  engagement: sql`d.likes + d.comments + d.shares`,
  followers_gained: sql`d.followers_gained`,
};

function daysWithin(plan: Plan, source: DaysSource, names: readonly AtomOfGains[], { period, span }: PeriodSpan): Sql {
  const speech = speeches[plan.dialect];
  const at = timeIndex(plan);
  const time = at < 0 ? null : timeOf(plan.dimensions[at]?.kind ?? 'time:day', sql`d.day`, speech);
  const steps = isTime(plan) ? stepsBack : {};
  const row = factRow(period, keysIn(plan, source.columns, time), names, { ...dayColumns, ...steps });
  return sql`${row} from ${source.from} where ${narrowed(plan, source)} and ${daysOf(span, speech)}`;
}

function daysOf({ start, end }: { start: string; end: string }, speech: Speech): Sql {
  return sql`d.day >= ${speech.text(start)} and d.day <= ${speech.text(end)}`;
}

/** A level before a day is the level now without what came since. */
const stepsBack = {
  level: sql`-(d.followers_first + d.followers_gained)`,
  level_known: sql`-d.follower_accounts`,
};

function stepsAfter(plan: Plan, source: DaysSource, names: readonly AtomOfGains[], { period, span }: PeriodSpan): Sql {
  const speech = speeches[plan.dialect];
  const row = factRow(period, keysIn(plan, source.columns, speech.text(afterAllTimes)), names, stepsBack);
  return sql`${row} from ${source.from} where ${narrowed(plan, source)} and d.day > ${speech.text(span.end)}`;
}

/** Without a time each account has a row, even where it gained nothing. */
function needsAccounts(plan: Plan, names: readonly AtomOfGains[]): boolean {
  return !isTime(plan) || names.includes('level') || names.includes('savers');
}

function accounts(plan: Plan, names: readonly AtomOfGains[], { period, span }: PeriodSpan): Sql {
  const speech = speeches[plan.dialect];
  const source = { from: sql`accounts a`, columns: accountsThemselves(speech), owner: sql`a.organization_id` };
  const row = factRow(period, keysIn(plan, source.columns, speech.text(afterAllTimes)), names, {
    level: sql`a.follower_count`,
    level_known: sql`case when a.first_scrape_time is null or a.unknown_metrics >= ${sql.lit(followersBit)} then 0 else 1 end`,
    savers: sql`case when a.platform = 'instagram' then 1 else 0 end`,
    accounts: sql`case when coalesce(a.first_scrape_time, a.added_at) < ${speech.text(instantOf(span.accountsUntil))} then 1 else 0 end`,
  });
  return sql`${row} from ${source.from} where ${narrowed(plan, source)}`;
}

/** Posts that were made on the UTC days of a range. */
function postsMade(plan: Plan, names: readonly AtomOfGains[], { period, span }: PeriodSpan): Sql {
  const speech = speeches[plan.dialect];
  const columns = accountsThemselves(speech);
  const at = timeIndex(plan);
  const isWhole = fieldsOf(plan.where).length === 0 && plan.dimensions.every((each) => aboutOf(each) === 'time');
  const day = isWhole ? sql`d.day` : sql`substr(v.create_time, 1, 10)`;
  const time = at < 0 ? null : timeOf(plan.dimensions[at]?.kind ?? 'time:day', day, speech);
  const row = factRow(period, keysIn(plan, columns, time), names, { posts: isWhole ? sql`d.posts` : sql`1` });
  if (isWhole) {
    return sql`${row} from organization_post_days d
      where d.organization_id = ${speech.text(plan.organization.id)} and ${daysOf(span, speech)}`;
  }
  const source = { from: sql``, columns, owner: sql`a.organization_id` };
  return sql`${row} from account_videos v join accounts a on a.id = v.account_id
    where v.organization_id = ${speech.text(plan.organization.id)} and ${narrowed(plan, source)}
      and v.create_time >= ${speech.text(`${span.start}T`)} and v.create_time < ${speech.text(`${span.end}U`)}`;
}

function instantOf(minute: number): string {
  return new Date(minute * 60_000).toISOString();
}
