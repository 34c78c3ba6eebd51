import { z } from 'zod';
import { isTimeZone } from './clock.ts';
import { visibleText } from './visible-text.ts';

/** Fields that many operations share. One place for each bound, so that REST, tools and documents agree. */

/** Any UUID, in any case; ours are lower case. */
export const uuid = z.guid().toLowerCase();
export const platform = z.enum(['instagram', 'tiktok']);
/** `YYYY-MM-DD`, UTC. */
export const day = z.iso.date();
/** An instant in an answer: ISO 8601 UTC with `Z`. */
export const instant = z.string().meta({ format: 'date-time' });
export const count = z.int();
/** A percentage change; null when its base is 0. */
export const changePercent = z.number().nullable();

export const direction = z.enum(['asc', 'desc']);

/** A flat object of at most 20 texts (contract §1, Metadata). */
export const metadata = z
  .record(z.string().max(255), z.string().max(255))
  .refine((value) => Object.keys(value).length <= 20, 'may hold at most 20 keys')
  .meta({
    description: 'Up to 20 texts of your own, each key and value at most 255 characters.',
    maxProperties: 20,
    examples: [{ campaign: 'spring' }],
  });

export const maxRecentPosts = z
  .int()
  .min(1)
  .max(10_000)
  .meta({ description: 'Most recent posts to follow per account; null = no limit.' });
export const lookbackDays = z
  .int()
  .min(1)
  .max(3650)
  .meta({ description: 'Follow posts of this many days back; null = no limit.' });
export const scrapeIntervalHours = z.int().min(1).max(720).meta({ description: 'Hours between refreshes.' });
/** PostgreSQL cannot keep this character, and no text of people holds it. */
const withoutNul = (text: string) => !text.includes('\0');
const nulMessage = 'may not hold the character NUL';
/** A text that is kept as a person gave it. It is shown without what nobody sees, and something must be left then. */
export const keptText = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .refine(withoutNul, nulMessage)
  .refine((text) => visibleText(text).trim() !== '', 'must hold a visible character');
/** What an account is filed under. */
export const category = keptText
  .nullable()
  .meta({ description: 'A word of your own to group accounts by; null = none.' });
export const searchText = z.string().max(128).refine(withoutNul, nulMessage);

/** Paging of every list (contract §1, Pagination). */
export const paging = {
  limit: z.int().min(1).max(200).default(50).meta({ description: 'Rows a page.' }),
  cursor: z.string().min(1).max(2048).optional().meta({ description: 'next_cursor of the page before, unchanged.' }),
  include_total: z.boolean().default(false).meta({ description: 'Also count all rows.' }),
};

/** `limit` of the two short lists, /search and /creators/top. */
export const shortLimit = z.int().min(1).max(25).default(10);

/**
 * Sorting of a list (contract §1, Sort). The default is applied by the service, because the legacy `sort` counts only
 * where `order_by` is absent.
 */
export function sorting<const Keys extends readonly [string, ...string[]]>(keys: Keys) {
  return {
    order_by: z.enum(keys).optional().meta({ description: 'Sort key.' }),
    order_direction: direction.optional(),
    sort: z
      .enum(keys.flatMap((key): [string, string] => [key, `-${key}`]))
      .optional()
      .meta({ description: 'Legacy: one signed key, always checked; order_by wins.', deprecated: true }),
  };
}

const period = z.enum(['7d', '30d', '90d', 'custom']);

/** A window of days (contract §2): `Nd`, or both dates. */
export const window = {
  period: period.optional().meta({ description: 'Last N complete UTC days, or custom with both dates.' }),
  start_date: day.optional().meta({ description: 'First day, inclusive.' }),
  end_date: day.optional().meta({ description: 'Last day, inclusive.' }),
};

/** A zone of the IANA database that this program knows. */
export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'is no IANA name of a time zone, as Europe/Berlin')
  .meta({ examples: ['Europe/Berlin'] });

/** Paths without parameters, and operations without a query. */
export const nothing = z.strictObject({});
/** Operations without a body. */
export const noBody = z.null();
