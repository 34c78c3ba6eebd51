import type { Link } from '../audit/chain.ts';
import { type ExportFormat, exportedLines, exportFormats } from '../audit/export-trail.ts';
import { pruneTrail } from '../audit/prune.ts';
import { type BrokenTrail, verifyTrail, type WholeTrail } from '../audit/verify-trail.ts';
import { parseDuration } from '../keys/duration.ts';
import { pickOrganization } from '../organizations/read.ts';
import { type Answer, type Command, type Program, UsageError } from './command.ts';
import { withWorkplace } from './workplace.ts';

const usage = `Usage: npm run -s audit -- COMMAND [--json]

  verify [--end SEQ:HASH]   recomputes the chain; with an end that it showed before, rows cut off since are noticed too
  export [--since 30d|2027-01-31] [--format jsonl|csv] [--organization ID]
                            prints the rows in the order of the chain; of all organizations where none is given
  prune --older-than 90d    takes older rows now; the rest stays verifiable. A server does so by AUDIT_RETENTION_DAYS`;

const dayMs = 86_400_000;
/** Lines printed at once: each print is a system call. */
const linesPerPrint = 500;

const commands: Readonly<Record<string, Command>> = {
  verify: {
    words: [],
    options: ['end'],
    run: (invocation) =>
      withWorkplace(invocation, async ({ openKeys }) => {
        const expected = wantedEnd(invocation.option('end'));
        const { store, secrets } = await openKeys();
        const verdict = await verifyTrail(store, secrets.current().derive('audit'), expected);
        return verdict.kind === 'whole' ? wholeAnswer(verdict) : brokenAnswer(verdict);
      }),
  },
  export: {
    words: [],
    options: ['since', 'format', 'organization'],
    run: (invocation) =>
      withWorkplace(invocation, async ({ store, now }) => {
        const format = wantedFormat(invocation.option('format') ?? 'jsonl');
        const since = wantedSince(invocation.option('since'), now());
        const named = invocation.option('organization');
        const organizationId = named === undefined ? undefined : (await pickOrganization(store, named)).id;
        let lines: string[] = [];
        for await (const line of exportedLines(store, format, { since, organizationId })) {
          lines.push(`${line}\n`);
          if (lines.length < linesPerPrint) continue;
          await invocation.out(lines.join(''));
          lines = [];
        }
        await invocation.out(lines.join(''));
        return { data: null, text: null };
      }),
  },
  prune: {
    words: [],
    options: ['older-than'],
    run: (invocation) =>
      withWorkplace(invocation, async ({ openKeys }) => {
        const ms = parseDuration(invocation.option('older-than') ?? '');
        if (ms === undefined || ms < dayMs) throw new UsageError('--older-than is a duration from 1d, such as 90d.');
        const { store, secrets, now, newId } = await openKeys();
        const sealKey = secrets.current().derive('audit');
        const rows = await pruneTrail(store, { sealKey, now, newId, days: ms / dayMs, most: 'all' });
        return { data: { rows }, text: `Took ${rows} row(s).` };
      }),
  },
};

export const auditProgram: Program = { usage, commands };

function wholeAnswer(verdict: WholeTrail): Answer {
  const { rows, waiting, base, end, lost } = verdict;
  const lines = [
    `The audit trail is whole: ${rows} row(s), ${base.seq + 1} to ${end.seq}.`,
    ...(base.seq > 0 ? [`Retention took ${base.seq} older row(s).`] : []),
    ...(waiting > 0 ? [`${waiting} row(s) wait for a server to give them their place.`] : []),
    ...lost.map(({ at, facts }) => `At ${at} a process was found to have ended without its shutdown: ${facts}`),
    `Its end, to be kept elsewhere and given to --end later: ${end.seq}:${end.hash}`,
  ];
  return { data: verdict, text: lines.join('\n') };
}

function brokenAnswer(verdict: BrokenTrail): Answer {
  return {
    data: verdict,
    text: `The audit trail is broken at row ${verdict.seq}: ${verdict.reason}.`,
    isFailure: true,
  };
}

function wantedEnd(text: string | undefined): Link | undefined {
  if (text === undefined) return undefined;
  const [, seq, hash] = /^(\d{1,15}):([\w-]*)$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined) throw new UsageError('--end is SEQ:HASH, as verify shows it.');
  return { seq: Number(seq), hash };
}

function wantedFormat(text: string): ExportFormat {
  const format = exportFormats.find((known) => known === text);
  if (format === undefined) throw new UsageError('--format is jsonl or csv.');
  return format;
}

function wantedSince(text: string | undefined, now: number): string | undefined {
  if (text === undefined) return undefined;
  const duration = parseDuration(text);
  if (duration !== undefined) return new Date(now - duration).toISOString();
  if (/^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text) && !Number.isNaN(Date.parse(text))) {
    return new Date(text).toISOString();
  }
  throw new UsageError('--since is a duration such as 30d, or an ISO date.');
}
