import { z } from 'zod';
import type { CallerWords } from '../../contract/caller-words.ts';
import { redactKeys } from '../../contract/redact.ts';
import { visibleTexts } from '../../contract/visible-text.ts';
import { asInvalidParams } from '../sdk/invalid-params.ts';
import type { RpcError } from '../sdk/route.ts';
import type { AnswerForm } from './accept.ts';

const json = { 'content-type': 'application/json' };
/** No proxy may keep or rewrite events; the last header says so to nginx (a SHOULD of streamable HTTP). */
export const sse = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/** The messages of an answer in the form that the client takes. */
export function answerBody(form: AnswerForm, messages: readonly string[], isBatch: boolean): string {
  if (form === 'sse') return messages.map((message) => `event: message\ndata: ${message}\n\n`).join('');
  return isBatch ? `[${messages.join(',')}]` : (messages[0] ?? '');
}

export function answerHeaders(form: AnswerForm): Readonly<Record<string, string>> {
  return form === 'sse' ? sse : json;
}

/**
 * A JSON-RPC error as text. Some errors repeat names of tools, headers or addresses: keys and invisible characters in
 * them are removed. The id is the client's own and is returned unchanged.
 */
export function errorText(id: string | number | null, error: RpcError, words: CallerWords): string {
  const shown = JSON.stringify(visibleTexts(error), (_, value: unknown) => {
    return typeof value === 'string' ? words.shown(value) : value;
  });
  return `{"jsonrpc":"2.0","id":${redactKeys(JSON.stringify(id))},"error":${shown}}`;
}

const failure = z.object({
  id: z.union([z.string(), z.number(), z.null()]).default(null),
  error: z.object({ code: z.number(), message: z.string(), data: z.unknown() }).partial({ data: true }),
});

/** An answer of the SDK's own handler; an error in the same form as all other errors. */
export function shownFailure(text: string, words: CallerWords): string {
  if (!text.includes('"error"')) return text;
  const parsed = failure.safeParse(JSON.parse(text));
  return parsed.success ? errorText(parsed.data.id, asInvalidParams(parsed.data.error), words) : text;
}

export function resultText(id: string | number | null, result: string): string {
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`;
}

/** The id of a request, for an error about it; null where none can be told. */
export function idOf(body: unknown): string | number | null {
  if (typeof body !== 'object' || body === null || !('method' in body) || !('id' in body)) return null;
  return typeof body.id === 'string' || typeof body.id === 'number' ? body.id : null;
}
