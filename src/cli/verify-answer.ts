import { rangesText } from '../audit/ranges.ts';
import type { BrokenTrail, WholeTrail } from '../audit/verify-trail.ts';
import type { Answer } from './command.ts';

/** What a check found, and what it could and could not look at. */
export function verifyAnswer(verdict: WholeTrail | BrokenTrail, keptEndFile: string): Answer {
  const checked = checkedLines(verdict, keptEndFile);
  if (verdict.kind === 'whole') {
    const { rows, base, end } = verdict;
    const first = `The audit trail is whole: ${rows} row(s), ${base.seq + 1} to ${end.seq}.`;
    return { data: verdict, text: [first, ...checked].join('\n') };
  }
  const { faults, furtherFaults, seq, reason } = verdict;
  const lines = [
    `The audit trail is broken at row ${seq}: ${reason}.`,
    ...faults.map((fault) => `  ${fault.kind}${fault.seq > 0 ? `, row ${fault.seq}` : ''}: ${fault.reason}`),
    ...(furtherFaults > 0 ? [`  and ${furtherFaults} more`] : []),
    ...(faults.some(({ kind }) => kind === 'cut' || kind === 'removed')
      ? ['If a backup was restored: npm run -s audit -- accept-restore. If none was, somebody took rows.']
      : []),
    ...checked,
  ];
  return { data: verdict, text: lines.join('\n'), isFailure: true };
}

function checkedLines(verdict: WholeTrail | BrokenTrail, keptEndFile: string): readonly string[] {
  const { base, end, waiting, lost, restored } = verdict;
  return [
    ...(base.seq > 0 ? [`Retention took ${base.seq} older row(s).`] : []),
    ...(waiting > 0 ? [`${waiting} row(s) wait for a server to give them their place.`] : []),
    ...authenticatedLines(verdict),
    ...endLines(verdict, keptEndFile),
    ...restored.map(
      ({ seq, at, end: from, explains }) =>
        `At ${at} (row ${seq}) it was restored, to row ${from.seq}.${explains === '' ? '' : ` Accepted then: ${explains}`}`,
    ),
    ...lost.map(({ at, facts }) => `At ${at} a process was found to have ended without its shutdown: ${facts}`),
    ...unknownLines(verdict),
    'Not to be checked here: whether somebody with both the database and the secrets file wrote a trail of their own.',
    `Its end, to be kept elsewhere and given to --end later: ${end.seq}:${end.hash}`,
  ];
}

function authenticatedLines({ firstAuthenticated, base, writers }: WholeTrail | BrokenTrail): readonly string[] {
  if (firstAuthenticated === null) {
    return ['No row is authenticated: they are from before version 0.2.0, and only chained.'];
  }
  const first =
    firstAuthenticated <= base.seq + 1
      ? `All rows are authenticated, since row ${firstAuthenticated}`
      : `Row ${firstAuthenticated} is the first authenticated one; earlier rows are only chained, so who wrote them is not checked. Since then`;
  return [`${first}: who wrote each row, and whether a row is missing, of ${writers.writers} process(es).`];
}

function endLines({ kept, seen }: WholeTrail | BrokenTrail, file: string): readonly string[] {
  const given = seen > 0 ? [`Compared with ${seen} end(s) that were given.`] : [];
  if (typeof kept === 'object')
    return [...given, `Compared with the end that this machine keeps: row ${kept.end.seq}.`];
  const why = kept === 'none' ? `there is no ${file}` : `${file} was not written with these secrets`;
  const said = `Not compared with an end that this machine keeps: ${why}.`;
  return seen > 0
    ? [...given, said]
    : [`${said} Whether the last rows were cut off is not checked: give --end or --anchor.`];
}

function unknownLines({ writers: { running, unsettled, lost } }: WholeTrail | BrokenTrail): readonly string[] {
  return [
    ...(running.length > 0
      ? [`${running.length} process(es) write now: what they have not written yet is not checked.`]
      : []),
    ...unsettled.map(
      ({ writer, missing }) => `Of process ${writer} the numbers ${rangesText(missing)} may still come: check again.`,
    ),
    ...lost.map(({ writer, open, highest }) => {
      const named = open.length === 0 ? '' : `, and what its numbers ${rangesText(open)} were,`;
      return `Of process ${writer}, which was killed, what it wrote after its number ${highest}${named} is not known.`;
    }),
  ];
}
