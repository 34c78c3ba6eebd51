import { setImmediate } from 'node:timers/promises';
import { withAsyncCommit } from '../store/async-commit.ts';
import { type AccountSighting, recordAccountSnapshot } from '../store/ingest/account-snapshot.ts';
import { countUnreadable } from '../store/ingest/readable.ts';
import type { Recorded } from '../store/ingest/record-looks.ts';
import type { VideoRecorded } from '../store/ingest/record-video.ts';
import { markAccountUnavailable, markVideoUnavailable } from '../store/ingest/unavailable.ts';
import { recordVideoSnapshot } from '../store/ingest/video-snapshot.ts';
import type { Writer } from '../store/transaction.ts';
import type { DueRefresh } from './claim.ts';
import { markHoldingSampleData } from './mark-sample.ts';
import type { Missing, Provider } from './provider.ts';
import { nextRefresh } from './schedule.ts';
import type { Timers } from './timers.ts';

/** What a refresh came to; a failed one is not scheduled anew yet. `unreadable`: how many posts were left out, if any. */
export type Refreshed =
  | { kind: VideoRecorded | Recorded | 'unavailable'; unreadable?: number }
  | { kind: 'failed'; reason: string };

export interface RefreshContext {
  store: Writer;
  provider: Provider;
  now: () => number;
  timers: Timers;
  /** Resolves when the store takes more (see `Checkpoints`). */
  room: () => Promise<void>;
}

let lastTurn: Promise<void> = Promise.resolve();

/**
 * One recording per turn of the event loop. SQLite works synchronously, so recordings in a row would let no request in
 * between: thousands of accounts due at once would stop the server for minutes.
 */
function turnForOthers(): Promise<void> {
  lastTurn = lastTurn.then(() => setImmediate());
  return lastTurn;
}

/** A provider that does not answer in this time has failed. */
const answerWithinMs = 60_000;

/** Asks the provider about a claimed resource and records what it says, and when to ask next, in one transaction. */
export async function refreshOne(context: RefreshContext, refresh: DueRefresh): Promise<Refreshed> {
  const at = context.now();
  const seen = await within(context.timers, (signal) => lookUp(context.provider, refresh, at, signal));
  if (seen.kind === 'failed') return seen;
  await context.room();
  await turnForOthers();
  const { store, provider } = context;
  const { organizationId } = refresh;
  const { intervalHours } = refresh;
  const next = nextRefresh({ due: Date.parse(refresh.due), intervalHours, now: context.now() });
  const nextRefreshAt = new Date(next).toISOString();
  if (seen.kind === 'unavailable') {
    const mark = refresh.kind === 'account' ? markAccountUnavailable : markVideoUnavailable;
    await mark(store, { organizationId, id: refresh.id, nextRefreshAt });
    return seen;
  }
  if (provider.invented && !(await markHoldingSampleData(store, organizationId))) {
    return { kind: 'failed', reason: 'The organization holds numbers of its own: none are invented beside them.' };
  }
  // Nobody is told of a recording, so it need not wait for the disk: what a power cut loses is seen again at the next
  // refresh, since nothing later was kept either.
  const recorded = await withAsyncCommit(store, (write) =>
    seen.record({ dialect: store.dialect, write }, { organizationId, at, nextRefreshAt }),
  );
  return { kind: recorded, ...(seen.unreadable > 0 && { unreadable: seen.unreadable }) };
}

type Seen = {
  kind: 'seen';
  unreadable: number;
  record: (
    store: Writer,
    facts: Required<Pick<AccountSighting, 'organizationId' | 'at' | 'nextRefreshAt'>>,
  ) => Promise<VideoRecorded | Recorded>;
};

async function lookUp(
  provider: Provider,
  refresh: DueRefresh,
  at: number,
  signal: AbortSignal,
): Promise<Seen | Missing> {
  const { platform, id } = refresh;
  if (refresh.kind === 'account') {
    const answer = await provider.account(platform, refresh.username, { at, ...refresh.limits, signal });
    if (answer.kind !== 'seen') return answer;
    const { snapshot } = answer;
    return {
      kind: 'seen',
      unreadable: countUnreadable(platform, snapshot.posts ?? [], at),
      record: (store, facts) => recordAccountSnapshot(store, { ...facts, accountId: id, snapshot }),
    };
  }
  const answer = await provider.video(platform, refresh.externalId, { at, signal });
  if (answer.kind !== 'seen') return answer;
  const { snapshot } = answer;
  return {
    kind: 'seen',
    unreadable: 0,
    record: (store, facts) => recordVideoSnapshot(store, { ...facts, videoId: id, snapshot }),
  };
}

/** The answer, or a failure when it throws or takes too long; a provider that ignores its signal is left behind. */
async function within(timers: Timers, ask: (signal: AbortSignal) => Promise<Seen | Missing>): Promise<Seen | Missing> {
  const controller = new AbortController();
  const late = Promise.withResolvers<Missing>();
  const cancel = timers.after(answerWithinMs, () => {
    late.resolve({ kind: 'failed', reason: `no answer within ${answerWithinMs / 1000} s` });
    controller.abort();
  });
  try {
    return await Promise.race([ask(controller.signal), late.promise]);
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    cancel();
  }
}
