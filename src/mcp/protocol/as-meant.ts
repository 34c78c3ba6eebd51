import { isRecord } from '../../contract/is-record.ts';
import { objectIn } from '../../contract/reading/text-values.ts';

/** What a JSON-RPC message is made of; the rest (`traceparent` and the like) is for whoever put it there. */
const members: ReadonlySet<string> = new Set(['jsonrpc', 'id', 'method', 'params', 'result', 'error']);

/**
 * A posted message as its client meant it: members that are not of the protocol are ignored, and what is said to be
 * nothing (null for `params` or one of its parts, a list of none, an empty cursor) counts as left out. No parameter of
 * the protocol means anything by null. Whatever else is odd stays, and is refused for what it is.
 */
export function asMeant(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(messageAsMeant);
  return messageAsMeant(body);
}

function messageAsMeant(message: unknown): unknown {
  if (!isRecord(message) || !('method' in message) || isPlain(message)) return message;
  return Object.fromEntries(
    Object.entries(message).flatMap(([name, value]) => {
      if (!members.has(name)) return [];
      if (name !== 'params') return [[name, value]];
      return isNothing(value) ? [] : [[name, isRecord(value) ? paramsAsMeant(value, message.method) : value]];
    }),
  );
}

/** Nearly all messages have nothing to mend: they are looked at, and not copied. */
function isPlain({ params, ...message }: Readonly<Record<string, unknown>>): boolean {
  if (!Object.keys(message).every((name) => members.has(name))) return false;
  if (params === undefined) return true;
  return isRecord(params) && Object.entries(params).every(([name, value]) => !isOdd(name, value));
}

function isOdd(name: string, value: unknown): boolean {
  if (value === null || (name === 'cursor' && value === '')) return true;
  if (name === 'arguments') return !isRecord(value) || Object.values(value).includes(null);
  return name === '_meta' && isRecord(value) && Object.values(value).includes(null);
}

function paramsAsMeant(params: Readonly<Record<string, unknown>>, method: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => {
      if (value === null || (name === 'cursor' && value === '')) return [];
      if (name === '_meta' && isRecord(value)) return [[name, withoutNulls(value)]];
      if (name !== 'arguments') return [[name, value]];
      return isNothing(value) || value === '' ? [] : [[name, argumentsAsMeant(value, method)]];
    }),
  );
}

/** Some clients send all arguments as one text. A tool's operation knows best what null means; a prompt takes texts. */
function argumentsAsMeant(value: unknown, method: unknown): unknown {
  const given = typeof value === 'string' ? (objectIn(value)?.value ?? value) : value;
  return method === 'prompts/get' && isRecord(given) ? withoutNulls(given) : given;
}

function isNothing(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function withoutNulls(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}
