import { matchOperation } from '../contract/route.ts';

/** Spellings under which clients look for MCP that are served as it: a base URL that ends in a slash, or in /mcp already. */
const mcpPath = /^\/+mcp(?:\/+mcp)?\/*$/;

/** Where clients of the protocol's first transport look, and where the API's own path was put in front. */
const nearMcp = /^\/+(?:(?:mcp|v2)\/+)*(?:sse|messages?|mcp|v2\/+mcp)\/*$/;

export function isMcpPath(path: string): boolean {
  return path === '/mcp' || mcpPath.test(path);
}

/**
 * One line that names the right path of one that is slightly wrong: with doubled, trailing or missing parts. Empty where
 * nothing is near.
 * @param path as it came, from the root on
 */
export function rightPath(path: string): string {
  if (nearMcp.test(path)) return ' MCP is at /mcp, over streamable HTTP.';
  const tidy = path.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
  const below = tidy.replace(/^(\/api)?(\/v2)+(?=\/)/, '');
  if (`/v2${below}` === path || matchOperation('GET', below).kind === 'not_found') return '';
  return ` Did you mean /v2${below}?`;
}
