import { ConfigError } from '../config.ts';

/** Why a port could not be listened on, as the one line that names the setting. */
export function listenError(
  error: unknown,
  setting: 'PORT' | 'CONNECT_PORT' | 'METRICS_PORT',
  at: { host: string; port: number },
): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'EADDRINUSE':
      return new ConfigError(
        `${setting} ${at.port} is in use on ${at.host}: stop the program that holds it, or give another ${setting}`,
      );
    case 'EACCES':
      return new ConfigError(`${setting} ${at.port} needs more rights than this user has: give a number above 1023`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError(`HOST ${at.host} is no address of this machine`);
    default:
      return error instanceof Error ? error : new Error(String(error));
  }
}
