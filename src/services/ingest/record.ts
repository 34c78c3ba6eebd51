import type { PushedResult } from '../../contract/resources/pushed.ts';
import { lockAccount } from '../../store/account-lock.ts';
import type { Look } from '../../store/ingest/look.ts';
import { originNumber } from '../../store/ingest/origins.ts';
import { whyUnreadable } from '../../store/ingest/readable.ts';
import { recordLooks } from '../../store/ingest/record-looks.ts';
import { recordReported } from '../../store/ingest/record-reported.ts';
import { levelsOf } from '../../store/observations/metrics.ts';
import { postKey } from '../../store/observations/post-key.ts';
import { type KnownBefore, knownBefore } from '../../store/pushes/known-before.ts';
import { countPushed, holdOpenPush, rememberPushed } from '../../store/pushes/push-rows.ts';
import type { AccountRow } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { inTransaction } from '../../store/transaction.ts';
import { judgeDay, judgePost, judgeProfile } from './judge.ts';
import { type DayItem, looksOf, type PostItem, type ProfileItem, postObservation, reportedDay } from './looks.ts';

/** Items of one account that are recorded together. */
export interface Batch {
  readonly profiles: readonly ProfileItem[];
  readonly posts: readonly PostItem[];
  readonly days: readonly DayItem[];
  /** Further instants at which it was looked at. */
  readonly instants: readonly Look[];
}

interface Where {
  readonly organizationId: string;
  readonly pushId: string;
  readonly accountId: string;
  readonly isNew: boolean;
  /** ms since the epoch. */
  readonly now: number;
}

/** `closed`: the push was taken back meanwhile, and nothing is recorded. */
export type RecordedBatch =
  | { readonly kind: 'closed' }
  | { readonly kind: 'done'; readonly results: readonly PushedResult[] };

/** Records a batch in one transaction, and says of each item what it told. */
export function recordBatch(store: Store, where: Where, batch: Batch): Promise<RecordedBatch> {
  const { organizationId, pushId, accountId } = where;
  const origin = { source: 'push', importId: pushId } as const;
  const of = { organization_id: organizationId, id: pushId };
  return inTransaction(store, async (write) => {
    const writer = { dialect: store.dialect, write };
    if (!(await holdOpenPush(write, of))) return { kind: 'closed' };
    const account = await lockAccount(store.dialect, write, { organizationId, accountId });
    if (account === undefined) return { kind: 'done', results: allRefused(batch, 'The account was deleted.') };
    const numbered = await originNumber(store.dialect, write, organizationId, origin);
    const before = await knownBefore(
      { writer, account, origin: numbered },
      {
        posts: batch.posts.map(({ named }) => named),
        wantsDays: batch.days.length > 0,
      },
    );
    const results = resultsOf(account, batch, before);
    const good = new Set(results.filter(({ status }) => status !== 'rejected').map(({ index }) => index));
    const taken = batch.posts.filter(({ index }) => good.has(index));
    const looks = [...looksOf(batch.profiles, taken), ...batch.instants];
    if (looks.length > 0) {
      const recorded = await recordLooks(writer, { organizationId, accountId, origin, looks });
      if (recorded !== 'recorded') return { kind: 'done', results: allRefused(batch, otherAccount) };
    }
    if (batch.days.length > 0) {
      const days = batch.days.map(({ said }) => reportedDay(said));
      await recordReported(writer, { organizationId, accountId, origin, days, now: where.now });
    }
    await rememberPushed(write, { pushId, accountId, isNew: where.isNew });
    const leaps = results.reduce((sum, result) => sum + result.leaps.length, 0);
    await countPushed(write, of, { observations: good.size, leaps });
    return { kind: 'done', results };
  });
}

const otherAccount =
  'By the platform’s id this is another account than the one that is tracked under this name: decide at the account (other_account).';

function resultsOf(account: AccountRow, batch: Batch, before: KnownBefore): PushedResult[] {
  const { id: account_id, platform } = account;
  const posts = batch.posts.map(({ index, at, said, named }): PushedResult => {
    const post = postObservation(said, named);
    const reason = whyUnreadable(post, postKey(platform, named, before.aliases).key, at);
    if (reason !== null) return refused(index, `The post ${reason}.`, account_id);
    const judged = judgePost(before.runsOf(named), at, levelsOf(platform, post));
    return { index, account_id, reason: null, ...judged, leaps: [...judged.leaps] };
  });
  const profiles = batch.profiles.map(({ index, at, said }): PushedResult => {
    const judged = judgeProfile(before.looks, at, said);
    return { index, account_id, reason: null, ...judged, leaps: [...judged.leaps] };
  });
  const days = batch.days.map(({ index, said }): PushedResult => {
    const judged = judgeDay(before.days, said);
    return { index, account_id, reason: null, ...judged, leaps: [...judged.leaps] };
  });
  return [...posts, ...profiles, ...days];
}

function allRefused({ posts, profiles, days }: Batch, reason: string): PushedResult[] {
  return [...posts, ...profiles, ...days].map(({ index }) => refused(index, reason, null));
}

export function refused(index: number, reason: string, accountId: string | null): PushedResult {
  return { index, status: 'rejected', account_id: accountId, reason, leaps: [] };
}
