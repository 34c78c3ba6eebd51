import { withAsyncCommit } from '../../store/async-commit.ts';
import { dropBlocksOf } from '../../store/imports/blocks.ts';
import { changeClaimed, claimImport, dropBlocks, findImport, importAccounts } from '../../store/imports/import-rows.ts';
import type { Look } from '../../store/ingest/look.ts';
import { recordLooks } from '../../store/ingest/record-looks.ts';
import { recordReported } from '../../store/ingest/record-reported.ts';
import type { ReportedDayObservation } from '../../store/ingest/reported-day.ts';
import type { ImportAccountRow, ImportRow } from '../../store/schema.ts';
import { inTransaction } from '../../store/transaction.ts';
import { claimMs, type ImportContext, restAfter } from '../import-context.ts';
import { MergedRows } from '../stage/merged-rows.ts';
import type { StagedRow } from '../stage/staged.ts';
import { looksOfAccount, looksOfPosts } from './looks-of.ts';
import { placeAccounts } from './place-accounts.ts';
import { type LastLevels, reportedDaysOf } from './reported-days.ts';

export type Applied =
  | { readonly kind: 'applied' }
  /** Another process is at it. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'unknown' };

/** Observations in a transaction: enough for speed, few enough that requests get their turn. */
const chunk = 384;

/**
 * Brings a staged import into the store, account by account and post by post. Every chunk may be applied twice, so that
 * whoever goes on after a kill need not know whether the last one was.
 */
export async function applyImport(
  context: ImportContext,
  { organizationId, importId }: { organizationId: string; importId: string },
): Promise<Applied> {
  const { store, now, claim } = context;
  const found = await findImport(store.write, { organizationId, importId });
  if (found === undefined) return { kind: 'unknown' };
  const gone = found.claim !== null && context.isGone(found.claim) ? found.claim : null;
  const asked = {
    by: claim,
    gone,
    now: now(),
    until: now() + claimMs,
    from: ['staged', 'applying'],
    to: 'applying',
  } as const;
  if (!(await claimImport(store, found, asked))) return { kind: found.state === 'applied' ? 'applied' : 'busy' };
  await placeAccounts(context, found, await importAccounts(store.write, found));
  const work = new Work(context, found);
  for (const account of await importAccounts(store.write, found)) {
    await work.apply(account);
    await dropBlocksOf(store.write, found, account.number);
  }
  await inTransaction(store, async (db) => {
    await dropBlocks(db, found);
    const ended = { claimed_until: 0, ended_at: new Date(now()).toISOString() };
    await changeClaimed(db, found, claim, { ...ended, state: 'applied' });
  });
  return { kind: 'applied' };
}

/** Rows of an account that are applied together. */
interface Step {
  readonly account: ImportAccountRow;
  readonly accountId: string;
  readonly rows: readonly StagedRow[];
  readonly looks: readonly Look[];
  readonly days: readonly ReportedDayObservation[];
}

class Work {
  private readonly context: ImportContext;
  private readonly of: ImportRow;
  private applied: number;

  constructor(context: ImportContext, of: ImportRow) {
    this.context = context;
    this.of = of;
    this.applied = of.applied;
  }

  async apply(account: ImportAccountRow): Promise<void> {
    const { account_id: accountId, number } = account;
    const { applied_account, applied_post } = this.of;
    if (accountId === null || number < applied_account) return;
    const merged = await MergedRows.open(this.context.store.write, this.of, number);
    let after = number === applied_account ? applied_post : null;
    if (after === null) {
      // First all instants at which it was looked at: what its posts gain depends on them.
      const identity = identityOf(account);
      let instants = merged.instants;
      let own = await merged.ofAccount();
      const last: LastLevels = {};
      while (own.length > 0 || instants.length > 0) {
        const days = reportedDaysOf(own, last);
        await this.step({ account, accountId, rows: own, looks: looksOfAccount(own, instants, identity), days });
        instants = [];
        own = await merged.ofAccount();
      }
      after = '';
    }
    for (;;) {
      const rows = await merged.chunk(after, chunk);
      if (rows.length === 0) return;
      await this.step({ account, accountId, rows, looks: looksOfPosts(rows), days: [] });
    }
  }

  /** One transaction: what is applied, how far that is, and that it is still ours. */
  private async step({ account, accountId, rows, looks, days }: Step): Promise<void> {
    const { store, claim, now, progress, rest } = this.context;
    const whose = {
      organizationId: this.of.organization_id,
      accountId,
      origin: { source: 'file', importId: this.of.id } as const,
    };
    this.applied += rows.length;
    const begun = performance.now();
    await withAsyncCommit(store, async (write) => {
      const writer = { dialect: store.dialect, write };
      if (looks.length > 0) await recordLooks(writer, { ...whose, looks });
      if (days.length > 0) await recordReported(writer, { ...whose, days, now: now() });
      const far = { applied: this.applied, applied_account: account.number, applied_post: rows.at(-1)?.post ?? '' };
      if (!(await changeClaimed(write, this.of, claim, { ...far, claimed_until: now() + claimMs }))) {
        throw new Error(`Another process goes on with import ${account.import_id}`);
      }
    });
    progress({ importId: this.of.id, step: 'applying', done: this.applied, of: this.of.observations });
    await rest(restAfter(performance.now() - begun));
  }
}

/** The platform's id of an account, where the file gives its name no other. */
function identityOf({ platform_ids, username }: ImportAccountRow): Parameters<typeof looksOfAccount>[2] {
  const ids: string[] = JSON.parse(platform_ids);
  return ids.length === 1 ? { platform_account_id: ids[0] ?? null, username } : {};
}
