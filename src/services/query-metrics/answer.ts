import {
  ageBuckets,
  type Dimension,
  durationBuckets,
  followerTiers,
  weekdays,
} from '../../contract/query/dimensions.ts';
import type { Metric } from '../../contract/query/metrics.ts';
import { sumsOf } from '../../query/cells.ts';
import { isTime } from '../../query/facts.ts';
import type { Plan } from '../../query/plan.ts';
import { changePercent } from '../metrics.ts';
import { metricOf, type Numbers } from './shown-metrics.ts';

type StatementRow = Readonly<Record<string, unknown>>;
type Cell = string | number | null;

/** What the rows of the statement say. */
export interface Read {
  readonly page: readonly StatementRow[];
  readonly groups: number;
  readonly sums: Numbers;
  readonly totals: Numbers;
}

export function readRows(plan: Plan, rows: readonly StatementRow[]): Read {
  const page = rows.filter(({ kind }) => kind === 'row').sort((a, b) => Number(a.place) - Number(b.place));
  const sum = rows.find(({ kind }) => kind === 'sum') ?? {};
  const total = rows.find(({ kind }) => kind === 'total') ?? {};
  const sums = numbersOf(plan, sum);
  const more = [...numbersOf(plan, total)].filter(([, value]) => value !== null);
  return { page, groups: Number(sum.groups ?? 0), sums, totals: new Map([...sums, ...more]) };
}

function numbersOf(plan: Plan, row: StatementRow): Numbers {
  return new Map(sumsOf(plan).map(({ name }) => [name, numberOf(row[name])]));
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

/** The sums of rows that are on no page but this one's: null where sums of rows do not add up. */
export function restOf(plan: Plan, { page, sums }: Read): Numbers {
  const level = isTime(plan) ? /^p\d_level/ : /^$/;
  return new Map(
    sumsOf(plan).map(({ name, adds }) => {
      const sum = sums.get(name) ?? null;
      if (!adds || sum === null || level.test(name)) return [name, null];
      return [name, page.reduce((left, row) => left - (numberOf(row[name]) ?? 0), sum)];
    }),
  );
}

export type Shown = Pick<Plan, 'dimensions'> & { readonly metrics: readonly Metric[]; readonly hasIds: boolean };

export function columnsOf({ dimensions, metrics, hasIds }: Shown, isCompared: boolean): string[] {
  return [
    ...dimensions.flatMap(({ kind, name }) => {
      if (kind === 'post') return [name, 'caption'];
      return hasIds && (kind === 'creator' || kind === 'account') ? [name, `${name}_id`] : [name];
    }),
    ...metrics.flatMap(({ name }) => (isCompared ? [name, `${name}:before`, `${name}:change`] : [name])),
  ];
}

export function cellsOf(plan: Plan, shown: Shown, row: StatementRow): Cell[] {
  const numbers = numbersOf(plan, row);
  return [
    ...shown.dimensions.flatMap((dimension, index) => keyCells(dimension, index, row, shown.hasIds)),
    ...shown.metrics.flatMap((metric) => Object.values(valuesOf(plan, metric, numbers))),
  ];
}

/** Metrics by the names of their columns. */
export function sumsShown(plan: Plan, metrics: readonly Metric[], numbers: Numbers): Record<string, number | null> {
  return Object.assign({}, ...metrics.map((metric) => valuesOf(plan, metric, numbers)));
}

function valuesOf(plan: Plan, metric: Metric, numbers: Numbers): Record<string, number | null> {
  const now = metricOf(plan, metric, 0, numbers);
  if (plan.previous === null) return { [metric.name]: now };
  const before = metricOf(plan, metric, 1, numbers);
  const change = plan.isComparable ? changePercent(now, before) : null;
  return { [metric.name]: now, [`${metric.name}:before`]: before, [`${metric.name}:change`]: change };
}

const captionLength = 80;

function keyCells({ kind }: Dimension, index: number, row: StatementRow, hasIds: boolean): Cell[] {
  const key = cell(row[`k${index}`]);
  switch (kind) {
    case 'creator':
    case 'account': {
      const name = cell(row[`n${index}`]);
      return hasIds ? [name, key] : [name];
    }
    case 'post':
      return [`${row.post_platform}/${key}`, beginning(cell(row.post_caption))];
    case 'follower_tier':
      return [labelled(followerTiers, key)];
    case 'duration':
      return [labelled(durationBuckets, key)];
    case 'post_age':
      return [labelled(ageBuckets, key)];
    case 'weekday':
      return [key === null ? null : (weekdays[Number(key)] ?? null)];
    default:
      return [key];
  }
}

function labelled(buckets: readonly { readonly label: string }[], place: Cell): Cell {
  return place === null ? null : (buckets[Number(place)]?.label ?? null);
}

function cell(value: unknown): Cell {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function beginning(caption: Cell): Cell {
  if (typeof caption !== 'string') return caption;
  const characters = [...caption.replaceAll(/\s+/g, ' ').trim()];
  return characters.length <= captionLength
    ? characters.join('')
    : `${characters.slice(0, captionLength - 1).join('')}…`;
}
