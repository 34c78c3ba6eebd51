import type { Totals } from '../import/reading/tally.ts';
import type { FileOutcome } from '../import/run/take-file.ts';
import { table } from './table.ts';

const number = new Intl.NumberFormat('en-US');

/** What came of each file, one line for each, with what else is to be known of it under the table. */
export function importTable(outcomes: readonly FileOutcome[]): string {
  const rows = outcomes.map((outcome) => [
    clipped(outcome.name, 60),
    clipped([...new Set(outcome.tables.map(({ recognised }) => recognised))].join(', '), 48),
    outcomeWord[outcome.kind],
    'totals' in outcome ? number.format(outcome.totals.rows) : '',
    'totals' in outcome ? storedText(outcome.totals) : '',
  ]);
  const notes = outcomes.flatMap((outcome) => {
    const lines = notesOf(outcome);
    return lines.length === 0 ? [] : [`${outcome.name}:`, ...lines.map((line) => `  ${line}`)];
  });
  const shown = table(['FILE', 'RECOGNISED AS', 'OUTCOME', 'ROWS', 'STORED'], rows);
  return notes.length === 0 ? shown : `${shown}\n\n${notes.join('\n')}`;
}

const outcomeWord: Readonly<Record<FileOutcome['kind'], string>> = {
  imported: 'imported',
  previewed: 'would go in',
  known: 'in already',
  asks: 'asks',
  refused: 'refused',
  busy: 'busy',
  nothing: 'nothing kept',
};

/** Text from files cannot reach a terminal as commands to it. */
function clipped(text: string, most: number): string {
  const plain = [...text].map((letter) => (letter < ' ' || letter === '\u007f' ? ' ' : letter)).join('');
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain;
}

export function storedText({ posts, profiles, days, names, first, last, sums, grown }: Totals): string {
  const counts = [
    posts > 0 ? `${number.format(posts)} post levels` : '',
    profiles > 0 ? `${number.format(profiles)} profile levels` : '',
    days > 0 ? `${number.format(days)} days` : '',
    names > 0 ? `${number.format(names)} names` : '',
    first !== null && last !== null ? `${dayText(first)} … ${dayText(last)}` : '',
    ...Object.entries(sums).map(([name, sum]) => `${name} ${number.format(sum)}${grownText(grown[name] ?? 0)}`),
  ];
  return counts.filter((text) => text !== '').join(', ');
}

function grownText(by: number): string {
  return by === 0 ? '' : ` (${by > 0 ? '+' : ''}${number.format(by)})`;
}

function dayText(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function notesOf(outcome: FileOutcome): string[] {
  const words = [...new Set(outcome.tables.flatMap((shown) => shown.words))];
  switch (outcome.kind) {
    case 'imported':
    case 'previewed':
      return [...notTakenOf(outcome), ...words, ...badOf(outcome)].map((line) => clipped(line, 400));
    case 'asks':
      return outcome.questions.map(({ sentence }) => clipped(sentence, 400));
    case 'refused':
      return [clipped(outcome.reason, 600)];
    case 'nothing':
      return [clipped(outcome.reason, 400)];
    case 'busy':
      return ['Another process works on this file now: run the command again when it has ended.'];
    case 'known':
      return [];
  }
}

function notTakenOf({ tables }: FileOutcome): string[] {
  const reasons = Map.groupBy(
    tables.flatMap(({ notTaken }) => notTaken),
    ({ reason }) => reason,
  );
  return [...reasons].map(
    ([reason, columns]) => `not taken: ${columns.map(({ column }) => column).join(', ')}: ${reason}`,
  );
}

function badOf(outcome: Extract<FileOutcome, { totals: Totals }>): string[] {
  const { bad, unknown } = outcome.totals;
  const shown = 'importId' in outcome ? `; npm run -s import -- --rejects ${outcome.importId} shows them` : '';
  return [
    ...(bad > 0 ? [`${number.format(bad)} rows are not taken${shown}`] : []),
    ...(unknown > 0 ? [`${number.format(unknown)} rows hold nothing that is known`] : []),
    ...('refusedAccounts' in outcome && outcome.refusedAccounts > 0
      ? [`${number.format(outcome.refusedAccounts)} accounts are not tracked: the cap of the organization is reached`]
      : []),
  ];
}

/** All that a preview says of a file. */
export function previewText(outcome: FileOutcome): string {
  const parts = outcome.tables.map((shown) => {
    const taken = shown.taken.map(({ column, field }) => `    ${clipped(column, 60)} → ${field}`);
    const not = shown.notTaken.map(({ column, reason }) => `    ${clipped(column, 60)}: ${reason}`);
    const values = shown.values === null ? [] : [`  numbers of days: ${shown.values}`];
    const zone = shown.timeZone === null ? [] : [`  time zone: ${shown.timeZone}`];
    const head = `  ${shown.recognised}${shown.title === '' ? '' : ` (“${clipped(shown.title, 60)}”)`}: ${number.format(shown.rows)} rows`;
    return [head, '  columns taken:', ...taken, '  not taken:', ...not, ...values, ...zone].join('\n');
  });
  return [clipped(outcome.name, 200), ...parts, ...changesText(outcome)].join('\n');
}

function changesText(outcome: FileOutcome): string[] {
  if (outcome.kind !== 'previewed') return [];
  const { accounts, posts, overlaps, samples } = outcome.preview;
  const { first, last } = outcome.totals;
  const instants =
    first === null || last === null
      ? []
      : [`  from ${new Date(first).toISOString()} to ${new Date(last).toISOString()}`];
  return [
    ...instants,
    `  accounts: ${number.format(accounts.all)}, of which ${number.format(accounts.isNew)} are new; posts: ${number.format(posts.all)}, of which ${number.format(posts.isNew)} are new`,
    ...overlaps.map(({ account, since, until }) => `  ${account} has numbers from ${since} to ${until} already`),
    ...samples.map((row) => `  ${clipped(JSON.stringify(row), 300)}`),
  ];
}
