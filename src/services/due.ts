import type { Kysely } from 'kysely';
import { isRefreshed } from '../collect/invented.ts';
import type { Schema } from '../store/schema.ts';
import type { ServiceContext } from './service-context.ts';

/** What decides when a tracked account or video is refreshed. */
interface Schedule {
  readonly is_active: 0 | 1;
  readonly scrape_interval_hours: number;
  readonly last_scrape_time: string | null;
  readonly next_refresh_at: string | null;
}

/** The instant of now, as instants are stored. */
export function instantOf({ now }: Pick<ServiceContext, 'now'>): string {
  return new Date(now()).toISOString();
}

/** A moment, and whether anything is refreshed in the organization at hand. */
export interface Asking extends Pick<ServiceContext, 'now'> {
  readonly isRefreshed: boolean;
}

/** What decides when something of an organization is due. */
export async function askingFor(
  { now, provider }: Pick<ServiceContext, 'now' | 'provider'>,
  db: Kysely<Schema>,
  organizationId: string,
): Promise<Asking> {
  return { now, isRefreshed: await isRefreshed(db, provider, organizationId) };
}

/** Due at once when it is active and there is somewhere to ask; else never. */
export function firstDue(asking: Asking, isActive: boolean): string | null {
  return isActive && asking.isRefreshed ? instantOf(asking) : null;
}

/** When it is due after a change: a resumed one at once, a new interval counts from the last refresh. */
export function dueAfter(
  asking: Asking,
  before: Schedule,
  change: { readonly is_active?: boolean | undefined; readonly scrape_interval_hours?: number | undefined },
): string | null {
  const isActive = change.is_active ?? before.is_active === 1;
  if (!isActive || !asking.isRefreshed) return null;
  if (before.is_active === 0 || before.last_scrape_time === null) return before.next_refresh_at ?? instantOf(asking);
  const interval = change.scrape_interval_hours;
  if (interval === undefined || interval === before.scrape_interval_hours) return before.next_refresh_at;
  return new Date(Date.parse(before.last_scrape_time) + interval * 3_600_000).toISOString();
}
