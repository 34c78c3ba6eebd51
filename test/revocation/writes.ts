import { Agent, type ClientRequest, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { message, messageHeaders } from '../mcp/ask.ts';

/** A write by each door, which is refused with the same code by all. */
export const doors = ['rest', 'mcp legacy', 'mcp modern'] as const;
export type Door = (typeof doors)[number];

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

interface Message {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

function writeBy(door: Door, name: string): Message {
  if (door === 'rest') {
    return {
      path: '/v2/creators',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
    };
  }
  const era = door === 'mcp legacy' ? 'legacy' : 'modern';
  const asked = { era, method: 'tools/call', params: { name: 'create_creator', arguments: { name } } } as const;
  return { path: '/mcp', headers: messageHeaders(asked), body: JSON.stringify(message(asked)) };
}

/** What a write came to: `done`, or the code that it was refused with. */
export type Outcome = string;

export async function write(url: string, key: string, door: Door, name = 'made'): Promise<Outcome> {
  const wanted = withKey(writeBy(door, name), key);
  const outgoing = begin(url, wanted);
  outgoing.end(wanted.body);
  return await outcomeOf(outgoing);
}

/** A write by a door that is held in the middle. */
export function holdWrite(url: string, key: string, door: Door, name = 'held'): Promise<() => Promise<Outcome>> {
  return hold(url, withKey(writeBy(door, name), key));
}

function withKey({ headers, ...rest }: Message, key: string): Message {
  return { ...rest, headers: { ...headers, authorization: `Bearer ${key}` } };
}

/** A request that has sent its headers, and that the server waits for the body of: whoever asks was let in then. */
export async function hold(url: string, { path, headers, body }: Message): Promise<() => Promise<Outcome>> {
  const outgoing = begin(url, { path, body, headers: { ...headers, expect: '100-continue' } });
  const outcome = outcomeOf(outgoing);
  const isAwaited = new Promise<void>((resolve) => outgoing.once('continue', () => resolve()));
  outgoing.flushHeaders();
  const refused = await Promise.race([isAwaited, outcome]);
  if (refused !== undefined) throw new Error(`the write was refused before its body: ${refused}`);
  return () => {
    outgoing.end(body);
    return outcome;
  };
}

function begin(url: string, { path, headers, body }: Message): ClientRequest {
  const length = String(Buffer.byteLength(body));
  return request(url + path, { method: 'POST', agent, headers: { ...headers, 'content-length': length } });
}

function outcomeOf(outgoing: ClientRequest): Promise<Outcome> {
  const answer = new Promise<Outcome>((resolve, reject) => {
    outgoing.once('error', reject);
    outgoing.once('response', async (incoming) => {
      const body = await text(incoming);
      const [, code] = /"code"\s*:\s*"([A-Z_]+)"/.exec(body.replaceAll('\\"', '"')) ?? [];
      resolve(code ?? (incoming.statusCode === 200 || incoming.statusCode === 201 ? 'done' : `${incoming.statusCode}`));
    });
  });
  // Whoever never asks for it is not told either.
  answer.catch(() => undefined);
  return answer;
}
