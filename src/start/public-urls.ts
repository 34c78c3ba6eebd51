import type { ConnectSetting } from '../config/connect-setting.ts';
import type { Config } from '../config.ts';

/** The same for the door of apps, which a test asks for by CONNECT_PORT=0. */
export function connectWithPort(connect: ConnectSetting, port: number): ConnectSetting {
  return { ...connect, port, url: connect.url.replace(/:0$/, `:${port}`) };
}

/**
 * The URLs with the port that was given out, where PORT=0 asked for any: a URL without a PUBLIC_URL ends in `:0` before.
 */
export function withPort(publicUrls: Config['publicUrls'], port: number): Config['publicUrls'] {
  const filled = (url: string) => url.replace(/:0$/, `:${port}`);
  return { dashboard: filled(publicUrls.dashboard), api: filled(publicUrls.api), mcp: filled(publicUrls.mcp) };
}
