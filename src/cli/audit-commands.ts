import { readFile } from 'node:fs/promises';
import { acceptRestore } from '../audit/accept-restore.ts';
import { anchoredEnd, anchorLine, parseAnchors } from '../audit/anchors.ts';
import { linkText, parseLink } from '../audit/chain.ts';
import { type ExportFormat, exportedLines, exportFormats } from '../audit/export-trail.ts';
import { keptEndFile } from '../audit/kept-end.ts';
import { pruneTrail } from '../audit/prune.ts';
import { trailKeysOf } from '../audit/trail-keys.ts';
import { type SeenEnd, verifyTrail } from '../audit/verify-trail.ts';
import { Problem } from '../contract/problem.ts';
import { parseDuration } from '../keys/duration.ts';
import { pickOrganization } from '../organizations/read.ts';
import { appendOwnLine } from '../store/own-file.ts';
import { type Command, type Invocation, type Program, UsageError } from './command.ts';
import { verifyAnswer } from './verify-answer.ts';
import { type Workplace, withWorkplace } from './workplace.ts';

const usage = `Usage: npm run -s audit -- COMMAND [--json]

  verify [--end SEQ:HASH] [--anchor FILE]
                            checks who wrote each row, that none is missing, and that the chain goes on from the end
                            that this machine keeps, from one that it showed before, and from all of an anchor file
  anchor [--to FILE]        prints where the chain ends, or adds it to a file: keep it where the database is not
  accept-restore            writes down that the chain is one from a backup, which explains that it is shorter
  export [--since 30d|2027-01-31] [--format jsonl|csv] [--organization ID]
                            prints the rows in the order of the chain; of all organizations where none is given
  prune --older-than 90d    takes older rows now; the rest stays verifiable. A server does so by AUDIT_RETENTION_DAYS`;

const dayMs = 86_400_000;
/** Lines printed at once: each print is a system call. */
const linesPerPrint = 500;

const commands: Readonly<Record<string, Command>> = {
  verify: {
    words: [],
    options: ['end', 'anchor'],
    run: (invocation) =>
      withWorkplace(invocation, async (workplace) => {
        const seen = [...wantedEnd(invocation.option('end')), ...(await wantedAnchors(invocation.option('anchor')))];
        const { store, keys, file, now } = await openTrail(workplace);
        return verifyAnswer(await verifyTrail({ store, keys, now, keptEndFile: file, seen }), file);
      }),
  },
  anchor: {
    words: [],
    options: ['to'],
    run: (invocation) => withWorkplace(invocation, (workplace) => anchor(workplace, invocation)),
  },
  'accept-restore': {
    words: [],
    options: [],
    run: (invocation) =>
      withWorkplace(invocation, async (workplace) => {
        const { store, keys, file, now } = await openTrail(workplace);
        const accepted = await acceptRestore({ store, keys, keptEndFile: file, now, newId: workplace.newId });
        const { end, givenUp, explains } = accepted;
        const before = givenUp === null ? '' : ` In place of row ${givenUp.seq}, which this machine had seen.`;
        return {
          data: { end: linkText(end), given_up: givenUp === null ? null : linkText(givenUp), explains },
          text: [
            `Wrote down that the trail was restored: it ends at row ${end.seq}.${before}`,
            ...explains.map(({ kind, reason }) => `  explained, ${kind}: ${reason}`),
          ].join('\n'),
        };
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
      withWorkplace(invocation, async (workplace) => {
        const ms = parseDuration(invocation.option('older-than') ?? '');
        if (ms === undefined || ms < dayMs) throw new UsageError('--older-than is a duration from 1d, such as 90d.');
        const { store, keys, now } = await openTrail(workplace);
        const { author } = workplace;
        const rows = await pruneTrail(store, { keys, now, author, days: ms / dayMs, most: 'all' });
        return { data: { rows }, text: `Took ${rows} row(s).` };
      }),
  },
};

export const auditProgram: Program = { usage, commands };

async function openTrail({ openKeys, config }: Workplace) {
  const { store, secrets, now } = await openKeys();
  return { store, now, keys: trailKeysOf(secrets.current()), file: keptEndFile(config.dataDir) };
}

async function anchor(workplace: Workplace, invocation: Invocation) {
  const { store, keys, now } = await openTrail(workplace);
  const end = await anchoredEnd(store, keys.sealKey);
  if (end === null) {
    throw new Problem('CONFLICT', 'The trail does not end under a seal of ours, so its end is no anchor: run verify.');
  }
  const line = anchorLine(end, now());
  const data = { end: linkText(end), at: new Date(now()).toISOString() };
  const to = invocation.option('to');
  if (to === undefined) return { data, text: line };
  await appendOwnLine(to, line).catch((error: unknown) => {
    throw new Problem('CONFLICT', `${to} cannot be written (${codeOf(error)}).`);
  });
  return { data, text: `Added the end, row ${end.seq}, to ${to}.` };
}

function wantedEnd(text: string | undefined): readonly SeenEnd[] {
  if (text === undefined) return [];
  const end = parseLink(text);
  if (end === null) throw new UsageError('--end is SEQ:HASH, as verify shows it.');
  return [{ ...end, at: null }];
}

async function wantedAnchors(file: string | undefined): Promise<readonly SeenEnd[]> {
  if (file === undefined) return [];
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`--anchor ${file} cannot be read (${codeOf(error)}).`);
  });
  const ends = parseAnchors(text);
  if (ends === null || ends.length === 0)
    throw new UsageError(`--anchor ${file} is no file of lines that anchor wrote.`);
  return ends;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
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
