import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';

/** The path that a public URL puts in front of ours: `/creatoraudit`, or nothing. */
export function prefixOf(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/$/, '');
}

/**
 * Takes the prefix of a shared host off a request's path, so that all else sees the paths of a host of its own. A proxy
 * may have taken it off itself: what comes without is served as it is.
 */
export function prefixRemover({ dashboard, api, mcp }: Config['publicUrls']): (request: IncomingMessage) => void {
  const prefixes = [...new Set([dashboard, api, mcp].map(prefixOf))].filter((prefix) => prefix !== '');
  if (prefixes.length === 0) return () => undefined;
  return (request) => {
    const url = request.url ?? '';
    const prefix = prefixes.find((it) => url.startsWith(it) && /^[/?]|^$/.test(url.slice(it.length)));
    if (prefix === undefined) return;
    const rest = url.slice(prefix.length);
    request.url = rest.startsWith('/') ? rest : `/${rest}`;
  };
}
