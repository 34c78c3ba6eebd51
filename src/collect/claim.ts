import type { Kysely } from 'kysely';
import { withAsyncCommit } from '../store/async-commit.ts';
import type { Platform, Schema } from '../store/schema.ts';
import type { Writer } from '../store/transaction.ts';
import { askedFor } from './invented.ts';
import { effectiveLimits, type PostLimits } from './limits.ts';
import type { Provider } from './provider.ts';

interface Claimed {
  id: string;
  organizationId: string;
  platform: Platform;
  intervalHours: number;
  /** When it was due, ISO 8601 exactly as it is stored. */
  due: string;
}

/** A resource whose refresh this process has taken on, until its lease ends. */
export type DueRefresh =
  | (Claimed & { kind: 'account'; username: string; limits: PostLimits })
  | (Claimed & { kind: 'video'; externalId: string });

interface Claim {
  /** ms */
  now: number;
  /** ms; until then nobody else takes what is claimed, after it anybody does. */
  leaseUntil: number;
  /** At most this many, at least 1. */
  limit: number;
  /** Who will be asked: some organizations are not its. */
  provider: Pick<Provider, 'invented'>;
}

/**
 * Claims what is due, over all organizations that are not suspended: first what was never refreshed, then what has been
 * due longest. A row is claimed by moving its `next_refresh_at` to the end of the lease, if it still has the value that
 * was read: of several processes one wins, and the claims of a process that dies become due again.
 */
export async function claimDue(writer: Writer, claim: Claim): Promise<DueRefresh[]> {
  const taken: DueRefresh[] = [];
  for (const { table, due } of [
    { table: 'accounts', due: dueAccounts },
    { table: 'videos', due: dueVideos },
  ] as const) {
    // Two walks along two indexes: a single statement for both orders would sort everything that is due each time a few
    // rows are claimed.
    for (const seen of ['never', 'before'] as const) {
      const limit = claim.limit - taken.length;
      if (limit === 0) return taken;
      const read = () => due(writer, { ...claim, limit }, seen);
      taken.push(...(await claimUntilAny(read, writer, table, claim)));
    }
  }
  return taken;
}

/** Makes a claimed resource due at another time than the end of its lease; does nothing once somebody else changed it. */
export async function postpone(
  { write }: Writer,
  refresh: DueRefresh,
  { leaseUntil, until }: { leaseUntil: number; until: number },
): Promise<void> {
  await write
    .updateTable(refresh.kind === 'account' ? 'accounts' : 'videos')
    .set({ next_refresh_at: iso(until) })
    .where('organization_id', '=', refresh.organizationId)
    .where('id', '=', refresh.id)
    .where('next_refresh_at', '=', iso(leaseUntil))
    .execute();
}

/** Active resources that were tracked while there was no provider are due from now on, where this one is asked. */
export async function scheduleUnscheduled(
  { write }: Writer,
  now: number,
  provider: Pick<Provider, 'invented'>,
): Promise<void> {
  for (const table of ['accounts', 'videos'] as const) {
    await write
      .updateTable(table)
      .set({ next_refresh_at: iso(now) })
      .where('next_refresh_at', 'is', null)
      .where('is_active', '=', 1)
      .where('organization_id', 'in', write.selectFrom('organizations').select('id').where(askedFor(provider)))
      .execute();
  }
}

/** Where others were faster with every row that was read, there may be more. */
async function claimUntilAny(
  read: () => Promise<DueRefresh[]>,
  writer: Writer,
  table: 'accounts' | 'videos',
  { leaseUntil }: Claim,
): Promise<DueRefresh[]> {
  for (;;) {
    const due = await read();
    if (due.length === 0) return [];
    const claimed: DueRefresh[] = [];
    // On PostgreSQL one row at a time: transactions over many rows could deadlock with those of another process.
    const transactions = writer.dialect === 'postgres' ? due.map((refresh) => [refresh]) : [due];
    for (const refreshes of transactions) {
      // A claim lost in a power cut does no harm: its refresh is lost with it.
      claimed.push(...(await withAsyncCommit(writer, (write) => allWon(write, table, refreshes, leaseUntil))));
    }
    if (claimed.length > 0) return claimed;
  }
}

async function allWon(
  write: Kysely<Schema>,
  table: 'accounts' | 'videos',
  refreshes: readonly DueRefresh[],
  leaseUntil: number,
): Promise<DueRefresh[]> {
  const claimed: DueRefresh[] = [];
  for (const refresh of refreshes) if (await won(write, table, refresh, leaseUntil)) claimed.push(refresh);
  return claimed;
}

async function won(write: Kysely<Schema>, table: 'accounts' | 'videos', refresh: DueRefresh, leaseUntil: number) {
  const { numUpdatedRows } = await write
    .updateTable(table)
    .set({ next_refresh_at: iso(leaseUntil) })
    .where('organization_id', '=', refresh.organizationId)
    .where('id', '=', refresh.id)
    .where('is_active', '=', 1)
    .where('next_refresh_at', '=', refresh.due)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Whether a resource was ever refreshed. */
type Seen = 'never' | 'before';

async function dueAccounts({ write }: Writer, { now, limit, provider }: Claim, seen: Seen): Promise<DueRefresh[]> {
  const rows = await write
    .selectFrom('accounts')
    .innerJoin('organizations', 'organizations.id', 'accounts.organization_id')
    .select([
      'accounts.id',
      'accounts.organization_id',
      'accounts.platform',
      'accounts.username',
      'accounts.scrape_interval_hours',
      'accounts.next_refresh_at',
      'accounts.max_recent_posts_per_account',
      'accounts.post_lookback_days',
      'organizations.max_recent_posts_per_account as organization_max_recent_posts',
      'organizations.post_lookback_days as organization_lookback_days',
    ])
    .where('accounts.next_refresh_at', '<=', iso(now))
    .where('accounts.is_active', '=', 1)
    .where('organizations.suspended_at', 'is', null)
    .where(askedFor(provider))
    .where('accounts.last_scrape_time', seen === 'never' ? 'is' : 'is not', null)
    .orderBy('accounts.next_refresh_at')
    .orderBy('accounts.id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    kind: 'account',
    ...claimed(row),
    username: row.username,
    limits: effectiveLimits(row, {
      max_recent_posts_per_account: row.organization_max_recent_posts,
      post_lookback_days: row.organization_lookback_days,
    }),
  }));
}

async function dueVideos({ write }: Writer, { now, limit, provider }: Claim, seen: Seen): Promise<DueRefresh[]> {
  const rows = await write
    .selectFrom('videos')
    .innerJoin('organizations', 'organizations.id', 'videos.organization_id')
    .select([
      'videos.id',
      'videos.organization_id',
      'videos.platform',
      'videos.external_id',
      'videos.scrape_interval_hours',
      'videos.next_refresh_at',
    ])
    .where('videos.next_refresh_at', '<=', iso(now))
    .where('videos.is_active', '=', 1)
    .where('organizations.suspended_at', 'is', null)
    .where(askedFor(provider))
    .where('videos.last_scrape_time', seen === 'never' ? 'is' : 'is not', null)
    .orderBy('videos.next_refresh_at')
    .orderBy('videos.id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ kind: 'video', ...claimed(row), externalId: row.external_id }));
}

function claimed(row: {
  id: string;
  organization_id: string;
  platform: Platform;
  scrape_interval_hours: number;
  next_refresh_at: string | null;
}): Claimed {
  return {
    id: row.id,
    organizationId: row.organization_id,
    platform: row.platform,
    intervalHours: row.scrape_interval_hours,
    due: row.next_refresh_at ?? '',
  };
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
