import { isLoopback } from './loopback.ts';

/** The second front door, on an origin of its own: clients sign people in there, and it takes no key. */
export interface ConnectSetting {
  /** Its origin, without a slash at the end. */
  url: string;
  /** A listener of its own; null = it shares PORT and is told by its host name. */
  port: number | null;
  /** Whether clients may name themselves by the URL of a document, which is then fetched. */
  fetchesClients: boolean;
  /** A file of such documents, which are not fetched; null = none. */
  knownClients: string | null;
}

interface Given {
  /** As `connectOriginOf` has read it. */
  url: string | undefined;
  port: number | undefined;
  fetchesClients: boolean;
  knownClients: string | undefined;
  /** The door's address where no other is given. */
  own: string;
  isOnLoopback: boolean;
  /** The other public URLs. */
  others: readonly (string | undefined)[];
  hasOrganizations: boolean;
}

/** The settings of the door; null where it is closed, and a line that names what is wrong where they cannot be. */
export function readConnectSetting(given: Given): ConnectSetting | string | null {
  const { port = null, fetchesClients, knownClients = null } = given;
  if (given.url === undefined && port === null) return null;
  if (!given.hasOrganizations) {
    return 'PUBLIC_CONNECT_URL cannot be set with UPSTREAM_AUTH=passthrough: nobody signs in there, and there are no organizations';
  }
  if (given.url === undefined && !given.isOnLoopback) {
    return 'PUBLIC_CONNECT_URL must be set with CONNECT_PORT when HOST is not a loopback address';
  }
  const url = given.url ?? given.own;
  return wrongPlace(url, port, given.others) ?? { url, port, fetchesClients, knownClients };
}

function wrongPlace(url: string, port: number | null, publicUrls: readonly (string | undefined)[]): string | null {
  const { protocol, hostname, origin } = new URL(url);
  const others = publicUrls.filter((other) => other !== undefined).map((other) => new URL(other));
  if (protocol === 'http:' && !isLoopback(hostname)) {
    return 'PUBLIC_CONNECT_URL must begin with https://: clients sign in nowhere else';
  }
  // Several clients ignore a key that is configured for an origin where they find OAuth. Port 0 is another one each time.
  if (others.some((other) => other.origin === origin && other.port !== '0')) {
    return 'PUBLIC_CONNECT_URL must be an origin of its own, which none of the other public URLs has';
  }
  if (port === null && others.some((other) => other.hostname === hostname)) {
    return 'PUBLIC_CONNECT_URL must have a host name of its own, or CONNECT_PORT a listener of its own: on one port the doors are told apart by their names';
  }
  return null;
}

/** The origin that a URL names and nothing more; null where it names more, or none. */
export function connectOriginOf(value: string): string | null {
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  return url.origin === value.replace(/\/$/, '') ? url.origin : null;
}
