import { z } from 'zod';
import type { AuthoredContent } from './authorship.ts';
import { except, include, missingFrom, parseRanges, type Ranges, rangesText } from './ranges.ts';

/** What is known of one process as a writer of rows. */
interface Account {
  numbers: Ranges;
  /** Of numbers up to this one nothing is asked: rows of an earlier version or a restored backup lie between. */
  askedAfter: number;
  /** Whether its end is not asked for either. */
  isForgiven: boolean;
  /** The number of its last row, where it said that it was. */
  ended: number | null;
  /** What was written down when it was found to have ended without saying so. */
  lost: { lastNumber: number; open: Ranges } | null;
  /** The highest number of a row that is old enough for all before it to be written. */
  settled: number;
}

/** What a process has left open. */
export interface WriterFault {
  readonly writer: string;
  /** Numbers that no row has and nothing explains; empty where only its last row is missing. */
  readonly missing: Ranges;
  readonly highest: number;
}

export interface LedgerVerdict {
  readonly writers: number;
  readonly faults: readonly WriterFault[];
  /** Numbers that may still be written: of rows of the last seconds. */
  readonly unsettled: readonly WriterFault[];
  /** Processes that run, so that what they have not written yet is not known. */
  readonly running: readonly { readonly writer: string; readonly highest: number }[];
  /** Processes that were killed: numbers that a crash left open, and what may have come after `highest`. */
  readonly lost: readonly { readonly writer: string; readonly open: Ranges; readonly highest: number }[];
}

/** Counts the rows of each process. */
export interface Ledger {
  /** Takes a row that is authentic, in the order of the chain. Answers what is wrong with it. */
  add(row: AuthoredContent): 'repeated' | null;
  /** Rows before this place were placed by an earlier version, or restored: what they lack is not asked for. */
  forgive(): void;
  verdict(running: ReadonlySet<string>): LedgerVerdict;
  /** For the beginning of the chain after retention. */
  state(): string;
}

interface LedgerSetting {
  /** A `state` from before; null where nothing was deleted. */
  state: string | null;
  /** ISO 8601: rows from before this instant have all numbers before theirs written. */
  settledBefore: string;
}

const rangesShape = z.array(z.tuple([z.int(), z.int()]));
const stateShape = z.object({
  before: z.string(),
  accounts: z.record(
    z.string(),
    z.object({
      numbers: rangesShape,
      askedAfter: z.int(),
      isForgiven: z.boolean(),
      ended: z.int().nullable(),
      lost: z.object({ lastNumber: z.int(), open: rangesShape }).nullable(),
    }),
  ),
});

export function createLedger({ state, settledBefore }: LedgerSetting): Ledger {
  const accounts = new Map<string, Account>();
  let before = '';
  let newest = '';
  if (state !== null) {
    const kept = stateShape.parse(JSON.parse(state));
    before = kept.before;
    newest = kept.before;
    for (const [writer, account] of Object.entries(kept.accounts)) {
      accounts.set(writer, { ...account, settled: account.numbers.at(-1)?.[1] ?? 0 });
    }
  }

  function accountOf(writer: string): Account {
    const known = accounts.get(writer);
    if (known !== undefined) return known;
    const made: Account = { numbers: [], askedAfter: 0, isForgiven: false, ended: null, lost: null, settled: 0 };
    accounts.set(writer, made);
    return made;
  }

  function note(row: AuthoredContent): void {
    if (row.event === 'process.stopped' || row.event === 'command.ended') {
      accountOf(row.writer).ended = row.writer_number;
    }
    if (row.event !== 'process.lost') return;
    const { process: writer, last_number: last, open_numbers: open = '' } = factsOf(row.facts);
    // One that an earlier version wrote down names no numbers: it was that version's process.
    if (writer === undefined || last === undefined) return;
    accountOf(writer).lost = { lastNumber: Number(last), open: parseRanges(open) };
  }

  function forgive(): void {
    for (const account of accounts.values()) {
      account.askedAfter = highestOf(account);
      if (account.ended === null && !isLost(account)) {
        account.lost = { lastNumber: account.askedAfter, open: [] };
        account.isForgiven = true;
      }
    }
  }

  return {
    add(row) {
      // What retention took is not known by its numbers any more, but by its time.
      if (!accounts.has(row.writer) && row.at <= before) return 'repeated';
      const account = accountOf(row.writer);
      if (!include(account.numbers, row.writer_number)) return 'repeated';
      if (row.at < settledBefore && row.writer_number > account.settled) account.settled = row.writer_number;
      if (row.at > newest) newest = row.at;
      note(row);
      return null;
    },
    forgive,
    verdict: (running) => verdictOf(accounts, running),
    state() {
      const open = [...accounts].filter(([, account]) => !isComplete(account));
      const kept = open.map(([writer, { settled: _settled, ...account }]) => [writer, account] as const);
      return JSON.stringify({ before: newest, accounts: Object.fromEntries(kept) });
    },
  };
}

/** What there is to say of one process. */
type Finding = { readonly kind: 'faults' | 'unsettled'; readonly said: WriterFault } | null;

function verdictOf(accounts: ReadonlyMap<string, Account>, isRunning: ReadonlySet<string>): LedgerVerdict {
  const found = [...accounts].map(([writer, account]) => findingOf(writer, account, isRunning.has(writer)));
  const ofKind = (kind: 'faults' | 'unsettled') => found.flatMap((each) => (each?.kind === kind ? [each.said] : []));
  const running = [...accounts].filter(([writer, account]) => !isOver(account) && isRunning.has(writer));
  const lost = [...accounts].filter(([, account]) => isLost(account) && account.ended === null && !account.isForgiven);
  return {
    writers: accounts.size,
    faults: ofKind('faults'),
    unsettled: ofKind('unsettled'),
    running: running.map(([writer, account]) => ({ writer, highest: highestOf(account) })),
    lost: lost.map(([writer, account]) => ({ writer, highest: highestOf(account), open: account.lost?.open ?? [] })),
  };
}

function findingOf(writer: string, account: Account, isRunning: boolean): Finding {
  const missing = missingOf(account);
  const highest = highestOf(account);
  if (!isOver(account) && !isRunning) return { kind: 'faults', said: { writer, missing, highest } };
  const known = isOver(account) ? missing : except(missing, [[account.settled + 1, Number.MAX_SAFE_INTEGER]]);
  if (known.length > 0) return { kind: 'faults', said: { writer, missing: known, highest } };
  return missing.length > 0 ? { kind: 'unsettled', said: { writer, missing, highest } } : null;
}

function isOver(account: Account): boolean {
  return account.ended !== null || isLost(account);
}

/** What no row has and nothing explains. */
function missingOf(account: Account): Ranges {
  const upTo = Math.max(account.ended ?? 0, highestOf(account), isLost(account) ? (account.lost?.lastNumber ?? 0) : 0);
  const missing = missingFrom(account.numbers, upTo);
  const explained: Ranges = isLost(account) ? (account.lost?.open ?? []) : [];
  return except(except(missing, [[1, account.askedAfter]]), explained);
}

/** Written down as lost, and silent since: one that went on must have all its numbers. */
function isLost({ lost, numbers }: Account): boolean {
  return lost !== null && (numbers.at(-1)?.[1] ?? 0) <= lost.lastNumber;
}

function isComplete(account: Account): boolean {
  return isOver(account) && missingOf(account).length === 0;
}

function highestOf({ numbers }: Account): number {
  return numbers.at(-1)?.[1] ?? 0;
}

function factsOf(facts: string): Readonly<Record<string, string | undefined>> {
  const parsed = z.record(z.string(), z.string()).safeParse(jsonOf(facts));
  return parsed.success ? parsed.data : {};
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The numbers that a process left open when it was killed, in the words of `process.lost`. */
export function openNumbersText(numbers: Ranges, from: number, upTo: number): string {
  return rangesText(except(missingFrom(numbers, upTo), from > 1 ? [[1, from - 1]] : []));
}
