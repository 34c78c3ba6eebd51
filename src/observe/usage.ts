import type { ApiUsageDayRow } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/** One call of a key, by REST operation or by tool. */
export interface Use {
  readonly organizationId: string;
  readonly keyId: string;
  readonly door: ApiUsageDayRow['door'];
  /** From our own registry. */
  readonly operation: string;
  readonly outcome: 'ok' | 'error' | 'rate_limited';
}

export interface Usage {
  /** Counts a call; writes nothing. */
  count(use: Use): void;
  /** Adds what was counted to the database. Rejects when it does; what it missed is counted on. */
  flush(): Promise<void>;
  start(): void;
  /** Ends the timer and writes the rest. */
  stop(): Promise<void>;
}

const flushMs = 5_000;
const dayMs = 86_400_000;
/** Keeps a transaction of upserts within 10 ms. */
const rowsPerTransaction = 200;

/** Counts calls per key and UTC day in memory, off the request path, and adds them to `api_usage_days` in batches. */
export function createUsage(setting: { store: Store; now: () => number; onError: (error: unknown) => void }): Usage {
  const { store, now, onError } = setting;
  let counted = new Map<string, ApiUsageDayRow>();
  let flushing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let today = { number: Number.NaN, text: '' };

  function dayText(): string {
    const number = Math.floor(now() / dayMs);
    if (number !== today.number) today = { number, text: new Date(number * dayMs).toISOString().slice(0, 10) };
    return today.text;
  }

  async function writeCounted(): Promise<void> {
    const rows = [...counted.values()];
    counted = new Map();
    for (let start = 0; start < rows.length; start += rowsPerTransaction) {
      const chunk = rows.slice(start, start + rowsPerTransaction);
      try {
        await addRows(store, chunk);
      } catch (error) {
        for (const row of rows.slice(start)) keep(counted, row);
        throw error;
      }
    }
  }

  function flush(): Promise<void> {
    const mine = flushing.then(writeCounted);
    // The next flush waits for this one, whatever became of it; its caller hears of a failure.
    flushing = mine.catch(() => undefined);
    return mine;
  }

  return {
    count({ organizationId, keyId, door, operation, outcome }) {
      keep(counted, {
        organization_id: organizationId,
        key_id: keyId,
        day: dayText(),
        door,
        operation,
        calls: 1,
        errors: outcome === 'error' ? 1 : 0,
        rate_limited: outcome === 'rate_limited' ? 1 : 0,
      });
    },
    flush,
    start: () => {
      timer ??= setInterval(() => flush().catch(onError), flushMs).unref();
    },
    stop: () => {
      clearInterval(timer);
      timer = undefined;
      return flush();
    },
  };
}

function keep(counted: Map<string, ApiUsageDayRow>, row: ApiUsageDayRow): void {
  const id = `${row.key_id} ${row.operation} ${row.door} ${row.day}`;
  const known = counted.get(id);
  if (known === undefined) {
    counted.set(id, row);
    return;
  }
  known.calls += row.calls;
  known.errors += row.errors;
  known.rate_limited += row.rate_limited;
}

async function addRows(store: Store, rows: readonly ApiUsageDayRow[]): Promise<void> {
  await store.write.transaction().execute(async (transaction) => {
    // An organization may have been deleted since its key called: nobody is left to tell.
    const present = await transaction
      .selectFrom('organizations')
      .select('id')
      .where('id', 'in', [...new Set(rows.map((row) => row.organization_id))])
      .execute();
    const ids = new Set(present.map(({ id }) => id));
    const kept = rows.filter((row) => ids.has(row.organization_id));
    if (kept.length === 0) return;
    await transaction
      .insertInto('api_usage_days')
      .values(kept)
      .onConflict((conflict) =>
        conflict.columns(['organization_id', 'day', 'key_id', 'door', 'operation']).doUpdateSet((row) => ({
          calls: row('api_usage_days.calls', '+', row.ref('excluded.calls')),
          errors: row('api_usage_days.errors', '+', row.ref('excluded.errors')),
          rate_limited: row('api_usage_days.rate_limited', '+', row.ref('excluded.rate_limited')),
        })),
      )
      .execute();
  });
}
