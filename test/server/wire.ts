import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { requireDescribed } from './described.ts';

/** JSON of an answer, to look into without a cast. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed; null where there was no JSON. */
  body: Json;
}

export interface CallOptions {
  key?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  rawBody?: string | Uint8Array;
  /** A list sends the header several times. */
  headers?: Record<string, string | string[]>;
}

const agent = new Agent({ keepAlive: true });

/**
 * One request, with its target just as given (`fetch` would tidy `..` away). Its answer is checked against the OpenAPI
 * document.
 * @param isForeign whether another API's answers come through
 */
export async function call(
  url: string,
  method: string,
  target: string,
  options: CallOptions = {},
  isForeign = false,
): Promise<Answer> {
  const { key, body, rawBody, headers = {} } = options;
  const sent = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
  const { hostname, port } = new URL(url);
  const answer = await new Promise<Omit<Answer, 'body'>>((resolve, reject) => {
    const outgoing = request({
      hostname,
      port,
      method,
      path: target,
      agent,
      headers: {
        ...(key !== undefined && { Authorization: `Bearer ${key}` }),
        ...(sent !== undefined && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(sent) }),
        ...headers,
      },
    });
    outgoing.on('error', reject);
    outgoing.on('response', async (incoming) => {
      const received = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as const);
      const status = incoming.statusCode ?? 0;
      resolve({ status, headers: new Headers(received.map(([...pair]) => pair)), text: await text(incoming) });
    });
    outgoing.end(sent);
  });
  requireDescribed({ method, target, isForeign, ...answer });
  const isJson = (answer.headers.get('content-type')?.match(/[/+]json/) !== null) === true && answer.text !== '';
  return { ...answer, body: isJson ? JSON.parse(answer.text) : null };
}
