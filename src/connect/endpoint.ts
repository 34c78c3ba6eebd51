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
};

const DEFAULT_NAME = 'creatoraudit';

/** Shown where no key was given. */
export const KEY_PLACEHOLDER = 'YOUR_API_KEY';

/** The variable that a snippet reads the key from when the key shall not stand in it. */
export const KEY_VARIABLE = 'CREATORAUDIT_API_KEY';

/** A leading `-` would be an option to every command line; a control character ends the line it is pasted into. */
const NAME = /^[^\p{Cc}\p{Zl}\p{Zp}\s-][^\p{Cc}\p{Zl}\p{Zp}]*$/u;

/** What a bearer token is (RFC 6750 §2.1), so the same text is safe in a header, a URL and every shell. */
const KEY = /^[A-Za-z0-9._~+/-]+=*$/;

/**
 * Checks an endpoint before anything is built from it.
 * Throws a RangeError that names the wrong part, never its value: it may be a key.
 */
export function checkEndpoint({ url, key = KEY_PLACEHOLDER, name = DEFAULT_NAME }: Endpoint): CheckedEndpoint {
  if (!NAME.test(name) || !name.isWellFormed()) {
    throw new RangeError('name: needs a visible first character other than "-" and no line breaks');
  }
  return { url: normalUrl(url), key: checkKey(key), name };
}

/** The key itself, or a RangeError (without the key) when it is not what a bearer token may be. */
export function checkKey(key: string): string {
  if (!KEY.test(key)) throw new RangeError('key: not a bearer token');
  return key;
}

/** The value of an `Authorization` header (contract §1). `token` may be a client's own variable, like `${env:NAME}`. */
export function bearer(token: string): string {
  return `Bearer ${token}`;
}

/**
 * The endpoint with the key in its query (contract §4), for clients that can send a key in no other way.
 * Added as text: the rest of the query stays byte for byte as it is. A key that is there already is replaced.
 */
export function urlWithKey({ url, key }: CheckedEndpoint): string {
  const at = url.indexOf('?');
  const [base, query] = at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
  const kept = query.split('&').filter((pair) => pair !== '' && nameOf(pair) !== 'api_key');
  return `${base}?${[...kept, `api_key=${encodeURIComponent(key)}`].join('&')}`;
}

/** False where a client that calls from its vendor's servers cannot get at the endpoint. */
export function isPublic(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && !/^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** The URL as a browser writes it (spaces and double quotes encoded), without a fragment. */
function normalUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new RangeError('url: not an http or https URL');
  if (url.username !== '' || url.password !== '') throw new RangeError('url: no user name or password in it');
  url.hash = '';
  return url.href;
}

/** As a server reads it: decoded, and malformed encoding kept as it is. */
function nameOf(pair: string): string {
  const [name = ''] = new URLSearchParams(pair).keys();
  return name;
}
