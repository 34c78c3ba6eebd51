import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { isAuthentic } from './authorship.ts';
import { isSameLink, type Link } from './chain.ts';
import { createInspection, type Fault, type Findings, type Inspection, type Restored } from './inspection.ts';
import { type KeptState, readKeptEnd } from './kept-end.ts';
import type { LedgerVerdict, WriterFault } from './ledger.ts';
import { rangesText } from './ranges.ts';
import { chainedRows } from './read-trail.ts';
import type { TrailKeys } from './trail-keys.ts';

/** An end of the chain that was seen before, and is kept where the database is not. */
export interface SeenEnd extends Link {
  /** When it was seen, ISO 8601; null where nobody wrote it down. */
  readonly at: string | null;
}

/** What was looked at, whatever came of it. */
interface Checked {
  rows: number;
  /** Written in the last second, or while no server ran: without a place yet. */
  waiting: number;
  /** Where the chain begins and ends; `seq` of the base is 0 as long as retention took nothing. */
  base: Link;
  end: Link;
  /** The first row that says who wrote it in a way that the database cannot: those before are only chained. */
  firstAuthenticated: number | null;
  /** Processes that ended without their shutdown. */
  lost: readonly { at: string; facts: string }[];
  restored: readonly Restored[];
  writers: Omit<LedgerVerdict, 'faults'>;
  /** The end that this machine keeps: none here, one that is not of these secrets, or one to compare with. */
  kept: 'none' | 'not ours' | KeptState;
  /** How many ends that were seen before were compared besides. */
  seen: number;
}

export interface WholeTrail extends Checked {
  kind: 'whole';
}

export interface BrokenTrail extends Checked {
  kind: 'broken';
  /** Of the first fault. */
  seq: number;
  reason: string;
  faults: readonly Fault[];
  furtherFaults: number;
}

export interface Verification {
  store: Store;
  keys: TrailKeys;
  now: () => number;
  /** Null where this machine keeps none. */
  keptEndFile: string | null;
  seen?: readonly SeenEnd[];
}

/** Rows are written twice a second; a transaction with one in it may take longer. */
const settlesWithinMs = 10_000;

/**
 * Recomputes the whole chain, and asks of each row who wrote it and of each process whether all its rows are there.
 * Somebody who can write the database but lacks the secrets cannot write, change, move or remove a row unnoticed; that
 * the end was cut off is noticed for certain only against an end that was kept elsewhere.
 */
export async function verifyTrail(verification: Verification): Promise<WholeTrail | BrokenTrail> {
  const verdict = await verifyOnce(verification);
  // Servers write, end and delete old rows during this check: what is broken is so the second time too.
  return verdict.kind === 'whole' ? verdict : await verifyOnce(verification);
}

async function verifyOnce({ store, keys, now, keptEndFile, seen = [] }: Verification) {
  // In this order: what moves on meanwhile is found further on, and nothing is taken for gone.
  const kept = keptEndFile === null ? 'none' : await readKeptEnd(keptEndFile, keys.sealKey);
  const before = await runningWriters(store);
  const waiting = await store.read.selectFrom('audit_pending').selectAll().execute();
  const chain = await store.read.selectFrom('audit_chain').selectAll().executeTakeFirst();
  const gone = chain === undefined;
  const ends = chain ?? { seq: 0, hash: '', base_seq: 0, base_hash: '', base_seal: null, base_state: null };
  const settledBefore = new Date(now() - settlesWithinMs).toISOString();
  const inspection = createInspection({ keys, chain: ends, settledBefore });
  const base = inspection.found().last;
  const end = { seq: ends.seq, hash: ends.hash };
  const compared = await inspect(store, inspection, end, [...seen, ...endsOf(kept)]);
  const findings = inspection.found();
  const faults = [
    ...(gone ? [fault('cut', 0, 'the row that says where the chain ends is gone')] : []),
    ...findings.faults,
    ...endFaults(findings, end),
    ...waitingFaults(inspection, keys, waiting, kept === 'none' && findings.isOfEarlierVersion),
    ...seenFaults(compared, end, findings.restored),
  ];
  const running = new Set([...before, ...(await runningWriters(store))]);
  const { faults: writerFaults, ...writers } = inspection.ledger.verdict(running);
  faults.push(...writerFaults.map((each) => fault('removed', end.seq, writerReason(each))));
  const checked: Checked = {
    rows: end.seq - base.seq,
    waiting: waiting.length,
    base,
    end,
    firstAuthenticated: findings.firstAuthenticated,
    lost: findings.lost,
    restored: findings.restored,
    writers,
    kept,
    seen: seen.length,
  };
  return verdictOf(checked, faults, findings.furtherFaults);
}

function verdictOf(checked: Checked, faults: readonly Fault[], furtherFaults: number): WholeTrail | BrokenTrail {
  const [first] = faults;
  if (first === undefined) return { kind: 'whole', ...checked };
  return { kind: 'broken', seq: first.seq, reason: first.reason, faults, furtherFaults, ...checked };
}

async function runningWriters({ read }: Store): Promise<ReadonlySet<string>> {
  return new Set((await read.selectFrom('audit_writers').select('id').execute()).map(({ id }) => id));
}

/** An end that was seen before, and the row that stands there now. */
interface Compared {
  readonly seen: SeenEnd;
  /** Null where the chain begins after it. */
  readonly hash: string | null;
}

async function inspect(
  store: Store,
  inspection: Inspection,
  end: Link,
  seen: readonly SeenEnd[],
): Promise<readonly Compared[]> {
  const base = inspection.found().last;
  const wanted = new Set(seen.map(({ seq }) => seq));
  const hashes = new Map<number, string>([[base.seq, base.hash]]);
  for await (const row of chainedRows(store)) {
    // Servers go on writing during the check: rows after the end that was read first are left to the next check.
    if (row.seq > end.seq) break;
    inspection.add(row);
    if (wanted.has(row.seq)) hashes.set(row.seq, row.hash);
  }
  return seen.map((each) => ({ seen: each, hash: hashes.get(each.seq) ?? null }));
}

function endsOf(kept: Checked['kept']): readonly SeenEnd[] {
  if (typeof kept === 'string') return [];
  const ends = kept.lost === null ? [kept.end] : [kept.lost, kept.end];
  return ends.map((end) => ({ ...end, at: null }));
}

function endFaults({ last, covered, faults }: Findings, end: Link): readonly Fault[] {
  if (!isSameLink(last, end))
    return [fault('cut', last.seq + 1, `rows are missing at the end, which was row ${end.seq}`)];
  if (covered === last.seq) return [];
  const rows = covered + 1 === last.seq ? `row ${last.seq} lies` : `rows ${covered + 1} to ${last.seq} lie`;
  // Among rows that are strange otherwise, nobody can say that they were ours.
  if (faults.some(({ seq }) => seq > covered)) {
    return [fault('rewritten', covered + 1, `${rows} under no seal: no process of ours placed them`)];
  }
  return [fault('cut', last.seq + 1, `${rows} under no seal: those that followed are missing`)];
}

/** What waits is counted with the rows of its writers; a stranger's row is told before a server places it. */
function waitingFaults(
  { ledger }: Inspection,
  { rowKey }: TrailKeys,
  waiting: readonly Schema['audit_pending'][],
  mayBeEarlier: boolean,
): readonly Fault[] {
  const faults: Fault[] = [];
  for (const row of waiting) {
    if (isAuthentic(rowKey, row)) {
      if (ledger.add(row) === 'repeated')
        faults.push(fault('repeated', 0, `${row.event}: a row that was written once waits to be placed once more`));
    } else if (row.mac !== null || !mayBeEarlier) {
      faults.push(fault('framed', 0, `${row.event}: a row that no process of ours wrote waits to be placed`));
    }
  }
  return faults;
}

function seenFaults(compared: readonly Compared[], end: Link, restored: readonly Restored[]): readonly Fault[] {
  return compared.flatMap(({ seen, hash }) => {
    if (seen.seq > end.seq ? isExplained(seen, restored) : hash === null || hash === seen.hash) return [];
    if (isExplained(seen, restored)) return [];
    const said = `the chain ended at row ${seen.seq} before (${seen.hash})`;
    return seen.seq > end.seq
      ? [fault('cut', end.seq + 1, `${said}, and ends at row ${end.seq} now`)]
      : [fault('rewritten', seen.seq, `${said}, and has another row there now: it was made anew, or cut and went on`)];
  });
}

/** Whether a backup was restored after this end was seen, from before it. */
function isExplained({ seq, at }: SeenEnd, restored: readonly Restored[]): boolean {
  return at !== null && restored.some((each) => each.end.seq < seq && at < each.at);
}

function writerReason({ writer, missing, highest }: WriterFault): string {
  const gone = rangesText(missing);
  if (gone === '') {
    return `process ${writer} neither runs nor ended: rows after its number ${highest} were removed, or a backup was restored`;
  }
  return `of process ${writer} the rows with its numbers ${gone} were removed`;
}

function fault(kind: Fault['kind'], seq: number, reason: string): Fault {
  return { kind, seq, reason };
}
