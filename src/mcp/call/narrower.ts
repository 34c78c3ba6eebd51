import { isRecord } from '../../contract/is-record.ts';
import type { Arguments } from './operation-arguments.ts';

/** A smaller question whose answer fits, and what to ask for the rest. */
export interface Narrower {
  args: Arguments;
  /** How to get the rest, told from the answer to the smaller question. */
  rest: (body: Record<string, unknown>) => string;
}

/**
 * How to ask an operation for its first `count` rows only. Only the service can make a cursor, and an answer must be
 * consistent, so rows are never cut off here: the operation is called again and asked for less.
 * @returns null where the answer has no rows to ask fewer of
 */
export function narrowerOf(body: Record<string, unknown>, args: Arguments, count: number): Narrower | null {
  if (body.pagination !== undefined || rowsOfQuery(body) !== null) return fewerRows(args, count);
  const days = daysOf(body);
  if (days !== null) return fewerDays(args, days, count);
  return fewerIds(args, count) ?? shorterList(body, args, count);
}

/** The number of rows in the answer that a smaller request could reduce. */
export function rowCount(body: Record<string, unknown>): number {
  if (Array.isArray(body.data)) return body.data.length;
  if (typeof body.data !== 'object' || body.data === null) return 0;
  const rows = rowsOfQuery(body);
  if (rows !== null) return rows.length;
  const parts: unknown[] = Object.values(body.data);
  // The sections of a search share one limit; a batch has one entry per id.
  const sections = parts.filter((part) => Array.isArray(part));
  if (sections.length > 0) return Math.max(...sections.map((section) => section.length));
  return parts.every((part) => typeof part === 'object' && part !== null) ? parts.length : 0;
}

const smaller = 'Name only the columns you need in `fields` to get more at once.';

function fewerRows(args: Arguments, count: number): Narrower {
  return {
    args: { ...args, limit: count },
    rest: ({ pagination, meta }) => {
      const cursor = textIn(pagination, 'next_cursor') ?? textIn(meta, 'next_cursor');
      if (cursor === null) return '';
      return `Only ${count} rows, to stay under 8,000 tokens. For the rest call again with the same arguments and cursor=${cursor}.${pagination === undefined ? '' : ` ${smaller}`}`;
    },
  };
}

/** The rows of an answer whose other lists say what its columns are. */
function rowsOfQuery({ data }: Record<string, unknown>): readonly unknown[] | null {
  return isRecord(data) && data.type === 'query_result' && Array.isArray(data.rows) ? data.rows : null;
}

interface Days {
  dates: readonly string[];
  end: string;
}

function daysOf(body: Record<string, unknown>): Days | null {
  const end = textIn(body.meta, 'end_date');
  if (end === null || !Array.isArray(body.data)) return null;
  const dates = body.data.map((point: unknown) => textIn(point, 'date'));
  return dates.every((date) => date !== null) && dates.length > 0 ? { dates, end } : null;
}

function fewerDays(args: Arguments, { dates, end }: Days, count: number): Narrower | null {
  const [first] = dates;
  const last = dates[count - 1];
  const next = dates[count];
  if (first === undefined || last === undefined || next === undefined) return null;
  const window = (start_date: string, end_date: string) => ({ ...args, period: 'custom', start_date, end_date });
  return {
    args: window(first, last),
    rest: () =>
      `Only the days up to ${last}, to stay under 8,000 tokens. For the rest call again with period=custom, start_date=${next}, end_date=${end}. ${smaller}`,
  };
}

/** Batches take lists of ids: the first `count` over all lists. */
function fewerIds(args: Arguments, count: number): Narrower | null {
  const lists = Object.entries(args).filter(([name, value]) => name.endsWith('_ids') && Array.isArray(value));
  if (lists.length === 0) return null;
  let left = count;
  const kept: Record<string, unknown> = {};
  const told: string[] = [];
  for (const [name, value] of lists) {
    const ids: unknown[] = Array.isArray(value) ? value : [];
    const taken = Math.min(left, ids.length);
    left -= taken;
    kept[name] = ids.slice(0, taken);
    told.push(`the first ${taken} of ${ids.length} ${name}`);
  }
  return {
    args: { ...args, ...kept },
    rest: () => `Only ${told.join(' and ')}, to stay under 8,000 tokens. For the rest call again with the other ids.`,
  };
}

/** Short lists without pages take a limit but no cursor. */
function shorterList(body: Record<string, unknown>, args: Arguments, count: number): Narrower | null {
  const limited = textIn(body.meta, 'limit') ?? textIn(body.meta, 'limit_per_section');
  if (limited === null) return null;
  return {
    args: { ...args, limit: count },
    rest: () => `Only the first ${count} of each list, to stay under 8,000 tokens. A narrower question shows others.`,
  };
}

function textIn(value: unknown, name: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const found: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
  return typeof found === 'string' || typeof found === 'number' ? String(found) : null;
}
