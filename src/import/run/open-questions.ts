import type { Answers } from '../reading/answers.ts';
import type { FileOutcome } from './take-file.ts';

/** What is asked, as a mapping file names it, with how an answer looks. */
const shown: Readonly<Record<keyof Answers, { readonly name: string; readonly example: string }>> = {
  account: { name: 'account', example: 'tiktok:NAME' },
  platform: { name: 'platform', example: 'instagram' },
  year: { name: 'year', example: 'YYYY' },
  observedAt: { name: 'observed_at', example: 'YYYY-MM-DD' },
  timeZone: { name: 'time_zone', example: 'UTC' },
  decimal: { name: 'decimal', example: '.' },
  dateOrder: { name: 'date_order', example: 'mdy' },
  values: { name: 'values', example: 'levels' },
  encoding: { name: 'encoding', example: 'windows-1252' },
  columns: { name: 'columns', example: '' },
};

/** How what is asked is called in a mapping file. */
export function fieldNameOf(flag: keyof Answers): string {
  return shown[flag].name;
}

/** A mapping file to fill in: for each file what it asks, and its columns that nobody knows. */
export function openQuestions(outcomes: readonly FileOutcome[]): {
  files: Record<string, Record<string, string | Record<string, string | null>>>;
} {
  const files: Record<string, Record<string, string | Record<string, string | null>>> = {};
  for (const outcome of outcomes) {
    const said: Record<string, string | Record<string, string | null>> = {};
    if (outcome.kind === 'asks') {
      for (const { flag } of outcome.questions) said[shown[flag].name] = shown[flag].example;
    }
    const isOpen = outcome.kind === 'asks' || outcome.kind === 'refused';
    const unknown = outcome.tables
      .flatMap(({ notTaken }) => notTaken)
      .filter(({ reason }) => reason.startsWith('not known'));
    if (isOpen && unknown.length > 0) said.columns = Object.fromEntries(unknown.map(({ column }) => [column, null]));
    if (Object.keys(said).length > 0) files[outcome.name.split(' / ').at(-1) ?? outcome.name] = said;
  }
  return { files };
}
