import { changeClaimed, claimImport, findImport, importAccounts } from '../../store/imports/import-rows.ts';
import {
  dropStaged,
  dropStagedOfAccount,
  stagedInstants,
  stagedOfAccount,
  stagedPosts,
} from '../../store/imports/staged-chunks.ts';
import { recordLooks } from '../../store/ingest/record-looks.ts';
import type { ImportAccountRow, ImportRow } from '../../store/schema.ts';
import { inTransaction } from '../../store/transaction.ts';
import { claimMs, type ImportContext } from '../import-context.ts';
import { daysOf, looksOfAccount, looksOfPosts } from './looks-of.ts';
import { placeAccounts } from './place-accounts.ts';

export type Applied =
  | { readonly kind: 'applied' }
  /** Another process is at it. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'unknown' };

/** Observations in a transaction: enough for speed, few enough that requests get their turn. */
const chunk = 512;

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
  const asked = {
    by: claim,
    now: now(),
    until: now() + claimMs,
    from: ['staged', 'applying'],
    to: 'applying',
  } as const;
  if (!(await claimImport(store, found, asked))) return { kind: found.state === 'applied' ? 'applied' : 'busy' };
  await placeAccounts(context, found, await importAccounts(store.write, importId));
  const work = new Work(context, found);
  for (const account of await importAccounts(store.write, importId)) await work.apply(account);
  await changeClaimed(store.write, found, claim, {
    state: 'applied',
    claimed_until: 0,
    ended_at: new Date(now()).toISOString(),
  });
  return { kind: 'applied' };
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
    const { account_id: accountId } = account;
    if (accountId === null) return;
    await this.applyProfile(account, accountId);
    await this.applyPosts(account, accountId);
  }

  private get origin() {
    return { source: 'file', importId: this.of.id } as const;
  }

  /** First all instants at which it was looked at: what its posts gain depends on them. */
  private async applyProfile(account: ImportAccountRow, accountId: string): Promise<void> {
    const { store } = this.context;
    const whose = { organizationId: this.of.organization_id, accountId, origin: this.origin };
    let instants = await stagedInstants(store.write, this.of.id, account.number);
    const ids: string[] = JSON.parse(account.platform_ids);
    const identity = ids.length === 1 ? { platform_account_id: ids[0] ?? null, username: account.username } : {};
    for (;;) {
      const rows = await stagedOfAccount(store.write, this.of.id, account.number, chunk);
      const looks = looksOfAccount(rows, instants, identity);
      instants = [];
      if (looks.length === 0 && rows.length === 0) return;
      await this.step(account, rows.length, async (writer) => {
        if (looks.length > 0) await recordLooks(writer, { ...whose, looks });
        const days = daysOf(rows);
        if (days.length > 0) await this.context.reported.record(writer, whose, days);
        await dropStagedOfAccount(writer.write, rows);
      });
      if (rows.length < chunk) return;
    }
  }

  private async applyPosts(account: ImportAccountRow, accountId: string): Promise<void> {
    const { store } = this.context;
    for (;;) {
      const rows = await stagedPosts(store.write, this.of.id, account.number, chunk);
      const [first, last] = [rows[0], rows.at(-1)];
      if (first === undefined || last === undefined) return;
      await this.step(account, rows.length, async (writer) => {
        const looks = looksOfPosts(rows);
        await recordLooks(writer, { organizationId: this.of.organization_id, accountId, origin: this.origin, looks });
        await dropStaged(writer.write, last, { from: first.post, to: last.post });
      });
    }
  }

  /** One transaction: what is applied, what is left, and that it is still ours. */
  private async step(
    account: ImportAccountRow,
    rows: number,
    work: (writer: Parameters<typeof recordLooks>[0]) => Promise<void>,
  ): Promise<void> {
    const { store, claim, now, progress } = this.context;
    this.applied += rows;
    await inTransaction(store, async (write) => {
      await work({ dialect: store.dialect, write });
      const values = { applied: this.applied, claimed_until: now() + claimMs };
      if (!(await changeClaimed(write, this.of, claim, values))) {
        throw new Error(`Another process goes on with import ${account.import_id}`);
      }
    });
    progress({ importId: this.of.id, step: 'applying', done: this.applied, of: this.of.observations });
  }
}
