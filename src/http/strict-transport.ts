import { isLoopback } from '../config/loopback.ts';
import type { Config } from '../config.ts';

/** A year, in seconds. The host alone: what else lives below its name is not ours to decide. */
export const strictTransport = 'max-age=31536000';

/**
 * The host names that are reached over https alone, which browsers are told to keep to (RFC 6797). Not this machine's
 * own names: every other program here is reached under them too.
 */
export function httpsOnlyHosts({ dashboard, api, mcp }: Config['publicUrls']): ReadonlySet<string> {
  const urls = [dashboard, api, mcp].map((url) => new URL(url));
  const overHttp = new Set(urls.filter(({ protocol }) => protocol === 'http:').map(({ hostname }) => hostname));
  const names = urls.map(({ hostname }) => hostname);
  return new Set(names.filter((name) => !overHttp.has(name) && !isLoopback(name)));
}
