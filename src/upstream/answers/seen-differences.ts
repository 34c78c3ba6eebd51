import { z } from 'zod';
import type { OperationId } from '../../contract/operations.ts';
import type { Store } from '../../store/store.ts';
import type { Difference } from './differences.ts';

const fact = 'upstream_differences';

/** One that is not seen again within this time is gone. */
const forgottenMs = 24 * 60 * 60_000;
/** How often the time of one is written that keeps being seen. */
const renewedMs = 60 * 60_000;
/** Far above what an upstream of the same API differs in; the contract's fields are what bounds it. */
const mostKept = 2_000;

const kept = z.object({
  url: z.string(),
  seen: z.array(z.object({ operation: z.string(), field: z.string(), kind: z.string(), at: z.number() })),
});
export type SeenDifference = z.output<typeof kept>['seen'][number];

interface Setting {
  store: Store;
  /** Another upstream differs in other things. */
  url: string;
  /** Milliseconds since 1970. */
  now: () => number;
  onError: (error: unknown) => void;
}

export interface SeenDifferences {
  /** @returns whether it is seen for the first time here */
  note(operation: OperationId, difference: Difference): boolean;
  /** Writes what is not written yet. */
  stop(): Promise<void>;
}

/** How the upstream's answers differ from the contract, kept for `upstream status`, which runs beside the server. */
export function createSeenDifferences({ store, url, now, onError }: Setting): SeenDifferences {
  const seen = new Map<string, SeenDifference>();
  let writing: Promise<void> | undefined;
  let isDue = false;

  async function write(): Promise<void> {
    while (isDue) {
      isDue = false;
      await keepDifferences(store, url, [...seen.values()], now()).catch(onError);
    }
  }

  return {
    note(operation, { field, kind }) {
      const name = `${operation} ${field} ${kind}`;
      const before = seen.get(name);
      const at = now();
      if (before !== undefined && at - before.at < renewedMs) return false;
      if (before === undefined && seen.size >= mostKept) return false;
      seen.set(name, { operation, field, kind, at });
      isDue = true;
      writing ??= write().finally(() => {
        writing = undefined;
      });
      return before === undefined;
    },
    stop: async () => writing,
  };
}

/** Beside what other processes saw. */
async function keepDifferences(store: Store, url: string, seen: readonly SeenDifference[], at: number): Promise<void> {
  const all = new Map<string, SeenDifference>();
  for (const one of [...(await readDifferences(store, url, at)), ...seen]) {
    const name = `${one.operation} ${one.field} ${one.kind}`;
    if ((all.get(name)?.at ?? 0) <= one.at) all.set(name, one);
  }
  const value = JSON.stringify({ url, seen: [...all.values()].slice(0, mostKept) });
  await store.write
    .insertInto('instance_facts')
    .values({ name: fact, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/** What was seen of this upstream within the last day, by any process. */
export async function readDifferences(store: Store, url: string, at: number): Promise<readonly SeenDifference[]> {
  const row = await store.write
    .selectFrom('instance_facts')
    .select('value')
    .where('name', '=', fact)
    .executeTakeFirst();
  const found = row === undefined ? undefined : kept.safeParse(JSON.parse(row.value)).data;
  if (found === undefined || found.url !== url) return [];
  return found.seen.filter((one) => at - one.at < forgottenMs);
}
