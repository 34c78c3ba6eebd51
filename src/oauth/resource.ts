/** The one name that tokens are bound to, however a client spells this server. */
export function resourceOf(connectUrl: string): string {
  return `${connectUrl}/mcp`;
}

/**
 * Whether a client's `resource` (RFC 8707) names this server: people paste its address with and without the path, and
 * clients put a slash behind either.
 */
export function isThisServer(connectUrl: string, resource: string): boolean {
  const url = URL.parse(resource);
  if (url === null || url.search !== '' || url.hash !== '') return false;
  return url.origin === connectUrl && /^\/(mcp\/?)?$/.test(url.pathname) && url.username + url.password === '';
}
