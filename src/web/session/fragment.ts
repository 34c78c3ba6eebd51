/** What stands behind `#` in the address: a one-time token, which never reaches a server's log there. */
export function fragment(): string {
  return decodeURIComponent(location.hash.slice(1));
}
