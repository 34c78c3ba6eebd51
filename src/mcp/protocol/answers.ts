import { z } from 'zod';
import { redactKeys } from '../../contract/redact.ts';
import { visibleTexts } from '../../contract/visible-text.ts';
import { asInvalidParams } from '../sdk/invalid-params.ts';
import type { RpcError } from '../sdk/route.ts';
import type { AnswerForm } from './accept.ts';

const json = { 'content-type': 'application/json' };
const sse = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' };

/** The messages of an answer in the form that the client takes. */
export function answerBody(form: AnswerForm, messages: readonly string[], isBatch: boolean): string {
  if (form === 'sse') return messages.map((message) => `event: message\ndata: ${message}\n\n`).join('');
  return isBatch ? `[${messages.join(',')}]` : (messages[0] ?? '');
}

export function answerHeaders(form: AnswerForm): Readonly<Record<string, string>> {
  return form === 'sse' ? sse : json;
}

/**
 * A JSON-RPC error as text. Names of tools, headers and addresses are echoed in some: a key in them is cut out,
 * and what nobody sees. The id is the client's own and comes back as it is.
 */
export function errorText(id: string | number | null, error: RpcError): string {
  return redactKeys(JSON.stringify({ jsonrpc: '2.0', id, error: visibleTexts(error) }));
}

const failure = z.object({
  id: z.union([z.string(), z.number(), z.null()]).default(null),
  error: z.object({ code: z.number(), message: z.string(), data: z.unknown() }).partial({ data: true }),
});

/** An answer of the SDK's own handler: where it is an error, in the form of all others. */
export function shownFailure(text: string): string {
  if (!text.includes('"error"')) return text;
  const parsed = failure.safeParse(JSON.parse(text));
  return parsed.success ? errorText(parsed.data.id, asInvalidParams(parsed.data.error)) : text;
}

export function resultText(id: string | number | null, result: string): string {
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`;
}
