/** An upstream's keys have their own form: all that is sure is that a header can carry them. */
const longestKey = 512;

/** Whether a text can be sent as a bearer token at all (RFC 6750 §2.1, and no more than printable). */
export function canBeUpstreamKey(text: string): boolean {
  return text.length >= 8 && text.length <= longestKey && /^[\x21-\x7e]+$/.test(text);
}

/** What may be shown: `ca_live_ab12…wxyz` of a long key, less of a short one. */
export function maskUpstreamKey(key: string): string {
  const shown = key.length >= 32 ? 4 : key.length >= 16 ? 2 : 0;
  const prefix = /^(?:[a-z]{1,8}_){0,3}/.exec(key)?.[0] ?? '';
  return `${key.slice(0, prefix.length + shown)}…${shown === 0 ? '' : key.slice(-shown)}`;
}
