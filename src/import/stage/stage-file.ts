import { withAsyncCommit } from '../../store/async-commit.ts';
import {
  changeClaimed,
  clearStage,
  dropBlocks,
  ownImport,
  sameImport,
  writeBatch,
} from '../../store/imports/import-rows.ts';
import { aliasesFor } from '../../store/ingest/post-aliases.ts';
import type { ImportRow } from '../../store/schema.ts';
import { inTransaction, type Writer } from '../../store/transaction.ts';
import type { SourceFile } from '../files/source-file.ts';
import { claimMs, type ImportContext, restAfter } from '../import-context.ts';
import type { Answers } from '../reading/answers.ts';
import type { TableReport } from '../reading/plan.ts';
import { readObservations } from '../reading/read-observations.ts';
import { Tally, type Totals } from '../reading/tally.ts';
import { Refusal } from '../refusal.ts';
import { fileHash } from './file-hash.ts';
import { type FileReport, reportOf } from './report.ts';
import { StageRows } from './stage-rows.ts';

export interface ToStage {
  readonly organizationId: string;
  readonly file: SourceFile;
  readonly answers: Answers;
  /** Of all its tables: each is planned, or nothing of it is stored. */
  readonly tables: readonly TableReport[];
  /** A person's id, or a program. */
  readonly by: string;
}

export type Staged =
  /** These bytes were taken in before: nothing is done. */
  | { readonly kind: 'known'; readonly of: ImportRow }
  /** Somebody else is at it now. */
  | { readonly kind: 'busy'; readonly of: ImportRow }
  | { readonly kind: 'staged'; readonly importId: string; readonly report: FileReport; readonly totals: Totals }
  | { readonly kind: 'refused'; readonly importId: string; readonly reason: string; readonly totals: Totals };

/** Blocks in a transaction: some milliseconds, so that requests get their turn. */
const blocksTogether = 8;

/** Reads a file into the stage of an import. What another process began and left is begun again, or gone on with. */
export async function stageFile(context: ImportContext, given: ToStage): Promise<Staged> {
  const { store, now } = context;
  const { sha256, bytes } = await fileHash(given.file, given.answers);
  const same = await sameImport(store.write, { organizationId: given.organizationId, sha256 });
  if (same !== undefined && same.state !== 'staging') return { kind: 'known', of: same };
  if (same !== undefined && same.claimed_until >= now() && !isOurs(context, same.claim))
    return { kind: 'busy', of: same };
  const begun = await begin(context, given, { sha256, bytes, left: same });
  return await fill(context, given, begun);
}

function isOurs({ claim, isGone }: ImportContext, held: string | null): boolean {
  return held === null || held === claim || isGone(held);
}

async function begin(
  { store, now, newId, claim }: ImportContext,
  { organizationId, file, answers, by }: ToStage,
  { sha256, bytes, left }: { sha256: string; bytes: number; left: ImportRow | undefined },
): Promise<Pick<ImportRow, 'id' | 'organization_id'>> {
  const id = left?.id ?? newId();
  await inTransaction(store, async (db) => {
    if (left !== undefined) {
      await clearStage(db, left);
      await db
        .updateTable('imports')
        .set({ claim, claimed_until: now() + claimMs, observations: 0, rows_read: 0, rows_bad: 0 })
        .where('organization_id', '=', organizationId)
        .where('id', '=', left.id)
        .execute();
      return;
    }
    await db
      .insertInto('imports')
      .values({
        id,
        organization_id: organizationId,
        name: file.name.replaceAll('\u0000', '').slice(0, 255),
        sha256,
        bytes,
        state: 'staging',
        answers: JSON.stringify(answers),
        report: '{}',
        reason: null,
        rows_read: 0,
        rows_bad: 0,
        observations: 0,
        applied: 0,
        applied_account: 0,
        applied_post: '',
        created_at: new Date(now()).toISOString(),
        created_by: by,
        ended_at: null,
        taken_back_at: null,
        claim,
        claimed_until: now() + claimMs,
      })
      .execute();
  });
  return { id, organization_id: organizationId };
}

async function fill(
  context: ImportContext,
  { file, answers, tables }: ToStage,
  begun: Pick<ImportRow, 'id' | 'organization_id'>,
): Promise<Staged> {
  const { store, now, limits, claim } = context;
  const stage = new StageRows(begun.id);
  const tally = new Tally();
  const written = async (work: (writer: Writer) => Promise<void>) => {
    const began = performance.now();
    await withAsyncCommit(store, async (db) => {
      await work({ dialect: store.dialect, write: db });
      const counts = { rows_read: stage.read, rows_bad: stage.bad, observations: stage.observations };
      const isOurs = await changeClaimed(db, begun, claim, { ...counts, claimed_until: now() + claimMs });
      if (!isOurs) throw new Refusal('Another process reads this file now.');
    });
    await context.rest(restAfter(performance.now() - began));
  };
  const write = async () => {
    const lonely = stage.lonelyIds().map((external_id) => ({ external_id, shortcode: null }));
    const of = { organization_id: begun.organization_id, platform: 'instagram' } as const;
    stage.settle(await aliasesFor(store.dialect, store.write, of, lonely));
    const { blocks, ...rest } = stage.take();
    await written((writer) => writeBatch(writer, { ...rest, blocks: [] }));
    for (let at = 0; at < blocks.length; at += blocksTogether) {
      const some = blocks.slice(at, at + blocksTogether);
      await written((writer) => writeBatch(writer, { accounts: [], rejects: [], blocks: some }));
    }
  };
  for await (const row of readObservations(file, tables, { answers, limits, now: now() })) {
    tally.add(row.said);
    stage.add(row);
    if (stage.tooManyAccounts) throw new Refusal('The file names more than 100,000 accounts.');
    if (!stage.isFull) continue;
    await write();
    context.progress({ importId: begun.id, step: 'reading', done: stage.read, of: null });
  }
  await write();
  const totals = { ...tally.totals(), bad: stage.bad };
  return await settle(context, begun, { tables, totals, reason: commonest(stage.reasons) });
}

/** More than half bad stops it: then the file is not what it was taken for. */
async function settle(
  { store, claim, now }: ImportContext,
  begun: Pick<ImportRow, 'id' | 'organization_id'>,
  { tables, totals, reason: because }: { tables: readonly TableReport[]; totals: Totals; reason: string },
): Promise<Staged> {
  const report = reportOf(tables, totals);
  const isRefused = totals.bad * 2 > totals.rows;
  const reason = isRefused
    ? `${totals.bad} of ${totals.rows} rows cannot be read: nothing was taken. Most often: ${because}.`
    : null;
  await inTransaction(store, async (db) => {
    if (isRefused) {
      await dropBlocks(db, begun);
      await db.deleteFrom('import_accounts').where('import_id', 'in', ownImport(db, begun)).execute();
    }
    const isOurs = await changeClaimed(db, begun, claim, {
      state: isRefused ? 'refused' : 'staged',
      report: JSON.stringify(report),
      reason,
      claimed_until: 0,
      ended_at: isRefused ? new Date(now()).toISOString() : null,
    });
    if (!isOurs) throw new Refusal('Another process reads this file now.');
  });
  return reason === null
    ? { kind: 'staged', importId: begun.id, report, totals }
    : { kind: 'refused', importId: begun.id, reason, totals };
}

function commonest(reasons: ReadonlyMap<string, number>): string {
  return [...reasons].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}
