import { hash } from 'node:crypto';

/** SHA-256 of a parsed body, the same for bodies that are equal but for the order of their keys. */
export function bodyHash(body: unknown): string {
  return hash('sha256', JSON.stringify(body, sortKeys), 'base64url');
}

function sortKeys(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
