import { hash } from 'node:crypto';

/** A UUID that follows from a namespace and a name, laid out as RFC 9562's version 5. */
export function stableId(namespace: string, name: string): string {
  const hex = hash('sha1', `${namespace}\n${name}`, 'hex');
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) & 3);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
