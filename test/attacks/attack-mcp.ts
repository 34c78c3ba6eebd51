import fc from 'fast-check';
import { expect } from 'vitest';
import { z } from 'zod';
import { problemStatus } from '../../src/contract/problem.ts';
import { redactKeys } from '../../src/contract/redact.ts';
import type { Statuses, Trial } from './attack-rest.ts';
import { exchange, type RawAnswer, type RawRequest } from './exchange.ts';
import { type Ground, requireWell } from './ground.ts';
import { rpcAttack } from './rpc-attack.ts';
import { unseenIn } from './unseen.ts';

const rpcId = z.union([z.string(), z.number(), z.null()]);
const failure = z.strictObject({
  jsonrpc: z.literal('2.0'),
  id: rpcId.optional(),
  error: z.strictObject({ code: z.int(), message: z.string().min(1), data: z.unknown().optional() }),
});
const success = z.strictObject({ jsonrpc: z.literal('2.0'), id: rpcId, result: z.looseObject({}) });
const response = z.union([failure, success]);
const problem = z.looseObject({
  code: z.enum(Object.keys(problemStatus)),
  status: z.int(),
  detail: z.string().min(1),
  request_id: z.string(),
});
const toolError = z.looseObject({
  code: z.enum(Object.keys(problemStatus)),
  detail: z.string().min(1),
  what_to_do_next: z.string().min(1),
});

/** Codes of JSON-RPC and of the protocol; −32603 is a mistake of ours. */
const codes = [-32700, -32600, -32601, -32602, -32020, -32021, -32022, -32002];
/** What HTTP says of a JSON-RPC error: nothing, or one of these. */
const rpcStatuses = [200, 400, 404];
const ours = ['INTERNAL_ERROR', 'UPSTREAM_ERROR', 'SERVICE_UNAVAILABLE', 'UPSTREAM_TIMEOUT'];

/** Frames of both eras to /mcp: a right answer or a refusal in a form that the protocol knows, never a failure. */
export async function attackMcp(ground: Ground, { seed, runs }: Trial): Promise<Statuses> {
  const statuses: Statuses = new Map();
  await fc.assert(
    fc.asyncProperty(rpcAttack(ground), async ({ search, headers, body }) => {
      const target = `/mcp${search === '' ? '' : `?${search}`}`;
      const request = { method: 'POST', target, headers, body };
      const answer = await exchange(ground.port, request);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      requireRpcForm(request, answer);
    }),
    { seed, numRuns: runs },
  );
  await requireWell(ground);
  return statuses;
}

/** The form that is owed to any POST on /mcp. */
export function requireRpcForm(request: RawRequest, answer: RawAnswer): void {
  const { status, headers, text, isStream } = answer;
  const shown = `${JSON.stringify(request).slice(0, 3_000)}\n→ ${status} ${text.slice(0, 1_500)}`;
  expect(status, shown).toBeLessThan(500);
  expect(headers.get('x-request-id'), shown).not.toBeNull();
  if (isStream) return;
  if (status === 202) {
    expect(text, shown).toBe('');
    return;
  }
  const type = headers.get('content-type');
  if (type === 'application/problem+json') {
    const { code, status: said, detail } = problem.parse(JSON.parse(text), { error: () => shown });
    expect([said, ours.includes(code), unseenIn(detail)], shown).toEqual([status, false, null]);
    return;
  }
  expect(['application/json', 'text/event-stream'], shown).toContain(type);
  expect(rpcStatuses, shown).toContain(status);
  const messages = type === 'application/json' ? [JSON.parse(text)].flat() : eventsOf(text);
  for (const message of messages) requireResponse(message, shown);
  requireIds(request.body ?? '', messages, shown);
}

function eventsOf(text: string): unknown[] {
  return text
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? ''));
}

function requireResponse(message: unknown, shown: string): void {
  const parsed = response.safeParse(message);
  expect(parsed.success, shown).toBe(true);
  if (!parsed.success) return;
  if ('error' in parsed.data) {
    const { code, message: words } = parsed.data.error;
    expect(codes, shown).toContain(code);
    expect(unseenIn(words), shown).toBeNull();
    return;
  }
  const { isError, structuredContent } = parsed.data.result;
  if (isError !== true) return;
  const told = toolError.parse(structuredContent);
  expect([ours.includes(told.code), unseenIn(told.detail)], shown).toEqual([false, null]);
}

/** An answer is to a question that was asked: of a batch to one of its, each once. An id like a key comes back hidden. */
function requireIds(body: string, messages: readonly unknown[], shown: string): void {
  const asked = [parsed(body)]
    .flat()
    .map((frame: unknown) => Object(frame).id)
    .map((id: unknown) => (typeof id === 'object' ? '' : JSON.stringify(id)));
  for (const { id } of messages.map((message) => response.parse(message))) {
    if (id === null || id === undefined) continue;
    const at = asked.findIndex((one) => one === JSON.stringify(id) || redactKeys(one ?? '') === JSON.stringify(id));
    expect(at, shown).toBeGreaterThanOrEqual(0);
    asked.splice(at, 1);
  }
}

function parsed(text: string): unknown {
  try {
    // One mark before it is skipped.
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    // It was no JSON, and no id of it can come back.
    return null;
  }
}
