import { z } from 'zod';

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const;

const isoDate = z.iso.date();
const isoInstant = z.iso.datetime({ offset: true });

/** `90d`, `12h`, `30m`, `2w` in milliseconds; undefined when it is not a duration. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,6})([mhdw])$/.exec(text);
  if (match === null) return undefined;
  const [, amount, unit] = match;
  if (unit !== 'm' && unit !== 'h' && unit !== 'd' && unit !== 'w') return undefined;
  return Number(amount) * unitMs[unit];
}

/**
 * When a key is to expire: a duration from now, a date (midnight UTC at its start) or an instant.
 * @returns ISO 8601 UTC, or undefined when the text is none of these. Whether it is in the future is not checked here.
 */
export function parseExpiry(text: string, now: number): string | undefined {
  const duration = parseDuration(text);
  if (duration !== undefined) return new Date(now + duration).toISOString();
  if (isoDate.safeParse(text).success) return `${text}T00:00:00.000Z`;
  return isoInstant.safeParse(text).success ? new Date(text).toISOString() : undefined;
}
