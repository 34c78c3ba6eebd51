import { CLIENT_INFO_META_KEY } from './sdk/names.ts';

/**
 * `name/version` of the client, from the request's envelope, an `initialize`, or its User-Agent. It comes from outside
 * and goes to logs and metrics: plain characters only, at most 64.
 */
export function clientName(message: unknown, userAgent: string | undefined): string | null {
  const params = field(message, 'params');
  const info = field(field(params, '_meta'), CLIENT_INFO_META_KEY) ?? field(params, 'clientInfo');
  const name = field(info, 'name');
  if (typeof name === 'string') {
    const version = field(info, 'version');
    return plain(typeof version === 'string' ? `${name}/${version}` : name);
  }
  return userAgent === undefined ? null : plain(userAgent.split(' ', 1)[0] ?? '');
}

function plain(text: string): string | null {
  // A key that somebody put in their client's name must not get into a log by that way.
  const kept = text
    .slice(0, 128)
    .replace(/ca_live_\w*/g, '')
    .replace(/[^\w.+/ -]/g, '')
    .slice(0, 64)
    .trim();
  return kept === '' ? null : kept;
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
