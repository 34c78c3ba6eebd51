import { bearer, type CheckedEndpoint } from '../endpoint.ts';

/** mcp-remote puts it in itself. */
const HEADER_VARIABLE = 'AUTH_HEADER';

/**
 * How a client that speaks stdio only starts mcp-remote as a bridge.
 * The header has no space and takes its value from a variable: Windows breaks an argument at a space. It is right
 * elsewhere too, so one form serves all.
 */
export function mcpRemoteEntry({ url, key }: CheckedEndpoint): {
  command: string;
  args: string[];
  env: Record<string, string>;
} {
  const bare = ['-y', 'mcp-remote', url, '--header', `Authorization:\${${HEADER_VARIABLE}}`];
  return {
    command: 'npx',
    args: isTakenPlain(url) ? bare : [...bare, '--allow-http'],
    env: { [HEADER_VARIABLE]: bearer(key) },
  };
}

/** Other http URLs are refused by mcp-remote unless it is told that they are meant. */
function isTakenPlain(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || hostname === 'localhost' || hostname === '127.0.0.1';
}
