import { clientInfoKey } from '../sdk/names.ts';

/**
 * A server has few different clients, so each name is cleaned once and kept. Bounded, since names come from outside.
 */
const plainNames = new Map<string, string | null>();
const mostNames = 500;

/**
 * `name/version` of the client, from the request's envelope, an `initialize`, or its User-Agent. It comes from outside
 * and goes to the log and the audit trail: plain characters only, at most 64.
 */
export function clientName(message: unknown, userAgent: string | undefined): string | null {
  const given = nameIn(message) ?? userAgent?.split(' ', 1)[0];
  if (given === undefined) return null;
  const known = plainNames.get(given);
  if (known !== undefined) return known;
  const name = plain(given);
  if (plainNames.size >= mostNames) plainNames.clear();
  if (given.length <= 256) plainNames.set(given, name);
  return name;
}

function nameIn(message: unknown): string | undefined {
  if (!isObject(message) || !('params' in message) || !isObject(message.params)) return undefined;
  const { params } = message;
  if ('_meta' in params && isObject(params._meta) && clientInfoKey in params._meta) {
    return nameOf(params._meta[clientInfoKey]);
  }
  return 'clientInfo' in params ? nameOf(params.clientInfo) : undefined;
}

function nameOf(info: unknown): string | undefined {
  if (!isObject(info) || !('name' in info) || typeof info.name !== 'string') return undefined;
  return 'version' in info && typeof info.version === 'string' ? `${info.name}/${info.version}` : info.name;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function plain(text: string): string | null {
  // A key in a client's name must not reach a log.
  const kept = text
    .slice(0, 128)
    .replace(/[^\w.+/ -]/g, '')
    // Only now: the characters that could have hidden a key are gone.
    .replace(/ca_live_\w*/g, '')
    .slice(0, 64)
    .trim();
  return kept === '' ? null : kept;
}
