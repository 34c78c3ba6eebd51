import { isLoopback } from '../config/loopback.ts';
import type { Config } from '../config.ts';
import { Problem } from '../contract/problem.ts';

/** Which Host and Origin headers are served (contract §1, Addresses): closes DNS rebinding and foreign web pages. */
export interface AllowLists {
  /**
   * @returns its name, without a port
   * @throws Problem FORBIDDEN; BAD_REQUEST without a host, which every request must name (RFC 9112 §3.2)
   */
  checkHost(host: string | undefined): string;
  /** Command-line clients send no Origin, and pass. @throws Problem FORBIDDEN */
  checkOrigin(origin: string | undefined): void;
}

export function createAllowLists(config: Pick<Config, 'publicUrls' | 'allowedOrigins'>): AllowLists {
  const { dashboard, api, mcp } = config.publicUrls;
  const origins = new Set([...[dashboard, api, mcp].map((url) => new URL(url).origin), ...config.allowedOrigins]);
  // Names only: a proxy in front may listen on another port than the one in PUBLIC_URL.
  const hosts = new Set([...origins].filter((origin) => /^https?:/.test(origin)).map((it) => new URL(it).hostname));
  return {
    checkHost(host) {
      if (host === undefined) throw new Problem('BAD_REQUEST', 'The request has no Host header.');
      const name = hostName(host);
      if (name === null || !(isLoopbackName(name) || hosts.has(name))) {
        throw new Problem(
          'FORBIDDEN',
          'This server does not answer to the host name of this request. Its operator sets PUBLIC_URL to the URL that people use.',
        );
      }
      return name;
    },
    checkOrigin(origin) {
      if (origin === undefined || origins.has(origin) || isLoopbackOrigin(origin)) return;
      throw new Problem(
        'FORBIDDEN',
        'Web pages of this origin may not call this server. Its operator lists allowed ones in ALLOWED_ORIGINS.',
      );
    },
  };
}

/** The name in a Host header: no port, no final dot, lower case; null when it is no host. */
function hostName(host: string): string | null {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^:[\]/@?#\s]+?)\.?(?::\d{1,5})?$/.exec(host);
  return match?.[1]?.toLowerCase() ?? null;
}

function isLoopbackOrigin(origin: string): boolean {
  const url = URL.parse(origin);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === origin && isLoopbackName(url.hostname);
}

/** Names below `.localhost` are this machine's as well (RFC 6761 §6.3): desktop clients have pages there. */
function isLoopbackName(name: string): boolean {
  return isLoopback(name) || name.endsWith('.localhost');
}
