import { z } from 'zod';
import type { AuditEventRow, Schema } from '../store/schema.ts';
import { isAuthentic } from './authorship.ts';
import { chainStart, isSameLink, type Link, linkText, nextLink, parseLink } from './chain.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { isBaseSealed, readSeal } from './seals.ts';
import type { TrailKeys } from './trail-keys.ts';

/**
 * What somebody did: put in a row that no process of ours wrote (`framed`), or one of ours once more (`repeated`);
 * altered a row where it lies (`changed`); took rows out (`removed`), or those at the end (`cut`); made the chain anew
 * (`rewritten`).
 */
type FaultKind = 'framed' | 'repeated' | 'changed' | 'removed' | 'cut' | 'rewritten';

export interface Fault {
  readonly kind: FaultKind;
  /** Where in the chain, or before which row. */
  readonly seq: number;
  readonly reason: string;
}

/** An end of the chain that was given up when a backup was restored. */
export interface Restored {
  readonly seq: number;
  readonly at: string;
  /** Where the restored chain ended. */
  readonly end: Link;
  /** What was wrong until then, and is accepted. */
  readonly explains: string;
}

/** Looks at rows in the order of the chain. */
export interface Inspection {
  readonly ledger: Ledger;
  add(row: AuditEventRow): void;
  /** What was found so far. */
  found(): Findings;
  /** All that has to be known once these rows are deleted. */
  state(): string;
}

export interface Findings {
  readonly faults: readonly Fault[];
  /** How many more there are. */
  readonly furtherFaults: number;
  readonly last: Link;
  /** The last row that lies under a seal. */
  readonly covered: number;
  /** Null where no row is. */
  readonly firstAuthenticated: number | null;
  /** Whether the last seal is of an earlier version, which seals rows without an author. */
  readonly isOfEarlierVersion: boolean;
  readonly lost: readonly { readonly at: string; readonly facts: string }[];
  readonly restored: readonly Restored[];
}

interface InspectionSetting {
  keys: TrailKeys;
  /** The row of `audit_chain`. */
  chain: Pick<Schema['audit_chain'], 'base_seq' | 'base_hash' | 'base_seal' | 'base_state'>;
  settledBefore: string;
}

/** More of a kind tell nobody anything. */
const mostFaults = 100;

const stateShape = z.object({
  ledger: z.string(),
  firstAuthenticated: z.int().nullable(),
  isOfEarlierVersion: z.boolean(),
  faults: z.array(
    z.object({
      kind: z.enum(['framed', 'repeated', 'changed', 'removed', 'cut', 'rewritten']),
      seq: z.int(),
      reason: z.string(),
    }),
  ),
});

export function createInspection({ keys, chain, settledBefore }: InspectionSetting): Inspection {
  const trust = trustedBase(keys, chain);
  const { base } = trust;
  const kept = trust.state === null ? null : stateShape.parse(JSON.parse(trust.state));
  const ledger = createLedger({ state: kept?.ledger ?? null, settledBefore });
  const chainFaults: Fault[] = [...(kept?.faults ?? [])];
  if (!trust.isSealed) {
    const reason = 'the seal of its beginning is not ours: rows were taken that no retention took';
    chainFaults.push({ kind: 'removed', seq: base.seq + 1, reason });
  }
  let furtherFaults = 0;
  /** Forgiven where an earlier version turns out to have placed these rows. */
  let authorFaults: Fault[] = [];
  /** Rows since the last seal that are not authentic. */
  let strange = 0;
  let last = base;
  let covered = base.seq;
  let firstAuthenticated = kept?.firstAuthenticated ?? null;
  let isOfEarlierVersion = kept?.isOfEarlierVersion ?? base.seq > 0;
  let ends: Fault[] = [];
  const lost: { at: string; facts: string }[] = [];
  const restored: Restored[] = [];

  function report(into: Fault[], kind: FaultKind, seq: number, reason: string): void {
    if (into.length < mostFaults) into.push({ kind, seq, reason });
    else furtherFaults += 1;
  }

  /** Whether the row is what was written, where it was written. */
  function follow(row: AuditEventRow): boolean {
    if (row.seq !== last.seq + 1) {
      const gone = row.seq === last.seq + 2 ? `row ${last.seq + 1} is` : `rows ${last.seq + 1} to ${row.seq - 1} are`;
      report(chainFaults, 'removed', row.seq, `${gone} missing before this one`);
      last = { seq: row.seq, hash: row.hash };
      return true;
    }
    const link = nextLink(last, row);
    // What follows is held to what stands there, so that each further fault is found too.
    last = { seq: row.seq, hash: row.hash };
    if (link.hash === row.hash) return true;
    report(chainFaults, 'changed', row.seq, 'the row is not what was written, or not where it was written');
    return false;
  }

  function judge(row: AuditEventRow, before: Link): void {
    if (row.event === 'process.lost') lost.push({ at: row.at, facts: row.facts });
    if (!isAuthentic(keys.rowKey, row)) {
      strange += 1;
      const why = row.mac === null ? 'no process of ours says that it wrote it' : 'it is not what its writer wrote';
      report(authorFaults, 'framed', row.seq, `${row.event}: ${why}`);
      return;
    }
    firstAuthenticated ??= row.seq;
    if (ledger.add(row) === 'repeated') {
      strange += 1;
      report(authorFaults, 'repeated', row.seq, `${row.event}: a row that was written once stands here once more`);
      return;
    }
    if (row.event === 'trail.end_moved') noteEnd(row);
    if (row.event === 'trail.restored') noteRestored(row, before);
  }

  function noteEnd(row: AuditEventRow): void {
    const { kept: from, found } = linksOf(row.facts);
    if (from === null || found === null) return;
    const said = `at ${row.at} a process found that the chain, which had ended at row ${from.seq},`;
    if (found.seq < from.seq) report(ends, 'cut', row.seq, `${said} ended at row ${found.seq}`);
    else report(ends, 'rewritten', row.seq, `${said} had another row there`);
  }

  function noteRestored(row: AuditEventRow, before: Link): void {
    const { end, explains } = linksOf(row.facts);
    if (end === null || !isSameLink(end, before)) {
      report(authorFaults, 'changed', row.seq, 'trail.restored: it does not stand where it was written');
      return;
    }
    restored.push({ seq: row.seq, at: row.at, end, explains });
    ledger.forgive();
    ends = [];
  }

  function checkSeal(row: AuditEventRow, seal: string): void {
    const sealed = readSeal(keys.sealKey, { seq: row.seq, hash: row.hash }, seal);
    if (sealed.kind === 'not ours') {
      report(chainFaults, 'rewritten', row.seq, 'its seal is not ours');
      return;
    }
    if (sealed.kind === 'earlier') {
      authorFaults = [];
      firstAuthenticated = null;
      ledger.forgive();
    } else if (sealed.from > covered + 1) reportUncovered(sealed.from - 1);
    isOfEarlierVersion = sealed.kind === 'earlier';
    covered = row.seq;
    strange = 0;
  }

  function reportUncovered(to: number): void {
    const rows = covered + 1 === to ? `row ${to} lies` : `rows ${covered + 1} to ${to} lie`;
    if (strange > 0)
      report(chainFaults, 'rewritten', covered + 1, `${rows} under no seal: no process of ours placed them`);
    else
      report(chainFaults, 'cut', to + 1, `${rows} under no seal: what followed them was cut off, or they were moved`);
  }

  return {
    ledger,
    add(row) {
      const before = last;
      if (follow(row)) judge(row, before);
      else strange += 1;
      if (row.seal !== null) checkSeal(row, row.seal);
    },
    found: () => ({
      faults: [...chainFaults, ...authorFaults, ...ends],
      furtherFaults,
      last,
      covered,
      firstAuthenticated,
      isOfEarlierVersion,
      lost,
      restored,
    }),
    state() {
      const faults = [...chainFaults, ...authorFaults, ...ends].slice(0, mostFaults);
      return JSON.stringify({ ledger: ledger.state(), firstAuthenticated, isOfEarlierVersion, faults });
    },
  };
}

/** Where the chain begins, and what was remembered of the rows before, as far as it lies under a seal of ours. */
function trustedBase({ sealKey }: TrailKeys, chain: InspectionSetting['chain']) {
  const base: Link = { seq: chain.base_seq, hash: chain.base_hash };
  const { base_seal: seal, base_state: state } = chain;
  if (seal === null) return { base, state: null, isSealed: isSameLink(base, chainStart) };
  if (isBaseSealed(sealKey, base, state, seal)) return { base, state, isSealed: true };
  // An earlier version that runs beside this one takes rows too, and knows of no state.
  return { base, state: null, isSealed: isBaseSealed(sealKey, base, null, seal) };
}

const noLinks = { kept: null, found: null, end: null, explains: '' };
const linkFacts = z.object({
  kept: z.string().optional(),
  found: z.string().optional(),
  end: z.string().optional(),
  explains: z.string().optional(),
});

function linksOf(facts: string): Record<'kept' | 'found' | 'end', Link | null> & { explains: string } {
  const parsed = linkFacts.safeParse(JSON.parse(facts));
  if (!parsed.success) return noLinks;
  const { kept = '', found = '', end = '', explains = '' } = parsed.data;
  return { kept: parseLink(kept), found: parseLink(found), end: parseLink(end), explains };
}

/** What `trail.end_moved` and `trail.restored` say. */
export function linkFactsOf(links: Readonly<Record<string, Link>>): Record<string, string> {
  return Object.fromEntries(Object.entries(links).map(([name, link]) => [name, linkText(link)]));
}
