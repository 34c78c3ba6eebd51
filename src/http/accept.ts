import Negotiator from 'negotiator';

/**
 * What a range says of a representation beside its weight (`charset=utf-8`). Clients send it as they have always done, and
 * each of ours has one representation: a client that names another is served it, not refused.
 */
const parameters = /;(?!\s*q\s*=)[^;,="]*(?:=(?:"[^"]*"|[^;,"]*))?/gi;

/** Whether an Accept header lets a media type through (RFC 9110 §12.5.1). Without the header everything is accepted. */
export function accepts(accept: string | undefined, type: string): boolean {
  if (accept === undefined || accept === '' || accept === '*/*') return true;
  // What most clients send, without a look at each part.
  if (!accept.includes(';') && accept.split(', ').includes(type)) return true;
  return new Negotiator({ headers: { accept: accept.replace(parameters, '') } }).mediaType([type]) !== undefined;
}
