import { z } from 'zod';
import { type AnyReply, invoke, isOpenOperation } from '../../contract/invoke.ts';
import type { RawInput } from '../../contract/parse.ts';
import type { Call, V2Api } from '../../contract/port.ts';
import { Problem } from '../../contract/problem.ts';
import type { Rows } from '../../contract/rows.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Rows asked for at once where all are wanted: the most that a page may have. */
const pageRows = 200;

const answerShape = z.object({
  data: z.array(z.record(z.string(), z.unknown())),
  pagination: z.object({ next_cursor: z.string().nullable(), total_count: z.int().optional() }).optional(),
});

/**
 * All rows of a list or a time series, a page at a time; with `limit` that page alone.
 * @param callOf who asks, asked again before each page: a key may be revoked and its limit be reached in between
 * @throws Problem
 */
export async function* rowPages(
  api: V2Api,
  { operation, isPaged }: Rows,
  raw: Omit<RawInput, 'body'>,
  callOf: (page: number) => Promise<Call>,
): AsyncGenerator<readonly Row[]> {
  const isOnePage = !isPaged || raw.query.limit !== undefined;
  let query = isOnePage ? raw.query : { ...raw.query, limit: pageRows };
  for (let page = 0; ; page += 1) {
    const { data, pagination } = await asked(api, operation.id, { params: raw.params, query }, await callOf(page));
    yield data;
    const next = pagination?.next_cursor ?? null;
    if (isOnePage || next === null) return;
    if (next === query.cursor)
      throw new Problem('UPSTREAM_ERROR', 'The list does not go on: it gave one cursor twice.');
    query = { ...query, cursor: next };
  }
}

/** How many rows there are, without any of them. @throws Problem */
export async function countRows(
  api: V2Api,
  { operation, isPaged }: Rows,
  raw: Omit<RawInput, 'body'>,
  call: Call,
): Promise<number> {
  const query = isPaged ? { ...raw.query, limit: 1, include_total: true } : raw.query;
  const { data, pagination } = await asked(api, operation.id, { ...raw, query }, call);
  return pagination?.total_count ?? data.length;
}

async function asked(api: V2Api, id: Rows['operation']['id'], raw: Omit<RawInput, 'body'>, call: Call) {
  if (isOpenOperation(id)) throw new Error(`${id} needs no key and has no rows`);
  const reply: AnyReply = await invoke(api, id, { ...raw, body: undefined }, call);
  const read = answerShape.safeParse(reply.body);
  if (!read.success) throw new Problem('UPSTREAM_ERROR', 'The answer is no list of rows.');
  return read.data;
}
