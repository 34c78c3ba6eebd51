import { bearer } from './key.ts';

/** What a client is to be connected to. `key` absent: the snippets show a placeholder. */
export type Endpoint = {
  /** The MCP endpoint, http or https; may have a query of its own (`?tools=all`). */
  readonly url: string;
  readonly key?: string;
  /** What the client shall call the server. Default `creatoraudit` (contract §5). */
  readonly name?: string;
};

/** An endpoint that can be written into a command, a link or a file. */
export type CheckedEndpoint = {
  readonly url: string;
  readonly key: string;
  readonly name: string;
  /** The value of the `Authorization` header. */
  readonly authorization: string;
};

export const DEFAULT_NAME = 'creatoraudit';

/** Shown where no key was given. */
export const KEY_PLACEHOLDER = 'YOUR_API_KEY';

/** A leading `-` would be an option to every command line; a control character ends the line it is pasted into. */
const NAME = /^[^\p{Cc}\p{Zl}\p{Zp}\s-][^\p{Cc}\p{Zl}\p{Zp}]*$/u;

/** Visible ASCII: all that a header value may safely be, and what a pasted line keeps whole. */
const KEY = /^[\x21-\x7e]+$/;

/**
 * Checks an endpoint before anything is built from it.
 * Throws a RangeError that names the wrong part, never its value: it may be a key.
 */
export function checkEndpoint({ url, key = KEY_PLACEHOLDER, name = DEFAULT_NAME }: Endpoint): CheckedEndpoint {
  if (!NAME.test(name) || !name.isWellFormed())
    throw new RangeError('name: needs a visible first character other than "-" and no line breaks');
  if (!KEY.test(key)) throw new RangeError('key: only visible ASCII characters');
  return { url: normalUrl(url), key, name, authorization: bearer(key) };
}

/** The URL as a browser writes it (spaces and double quotes encoded, no fragment). */
function normalUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new RangeError('url: not an http or https URL');
  if (url.username !== '' || url.password !== '') throw new RangeError('url: no user name or password in it');
  url.hash = '';
  return url.href;
}
