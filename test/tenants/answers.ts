import type { Id } from './places.ts';

interface Given {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Headers that differ from request to request. */
const passing = /^(x-request-id|date|x-ratelimit-.*|keep-alive)$/;

/** An answer without what differs from request to request, and with the id that was asked for taken out. */
export function faceless({ status, headers, body }: Given, asked: Id): unknown {
  const text = JSON.stringify({ status, headers: keptHeaders(headers, body, asked), body: anonymous(body) });
  return JSON.parse(without(text, asked));
}

function keptHeaders(headers: Headers, body: unknown, asked: Id): Record<string, string> {
  // The ETag of a body that repeats what was asked for is another one with each id.
  const repeats = JSON.stringify(body ?? '').includes(String(asked));
  return Object.fromEntries([...headers].filter(([name]) => !passing.test(name) && !(repeats && name === 'etag')));
}

function anonymous(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('request_id' in body)) return body;
  const { request_id, ...rest } = body;
  return rest;
}

/** All of an answer as text, without the asked id: where to look for what must not be in it. */
export function textOf({ headers, body }: Pick<Given, 'headers' | 'body'>, asked: Id = ''): string {
  return without(`${JSON.stringify([...headers])}${JSON.stringify(body)}`, asked);
}

/** JSON stays JSON. */
function without(text: string, asked: Id): string {
  return asked === '' ? text : text.replaceAll(String(asked), typeof asked === 'number' ? '0' : 'asked');
}
