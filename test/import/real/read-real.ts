import { fileURLToPath } from 'node:url';
import { openSource } from '../../../src/import/files/source-file.ts';
import { limits } from '../../../src/import/limits.ts';
import type { Observation } from '../../../src/import/observation.ts';
import { type Answers, noAnswers } from '../../../src/import/reading/answers.ts';
import type { TableReport } from '../../../src/import/reading/plan.ts';
import { readObservations } from '../../../src/import/reading/read-observations.ts';
import { surveyFile } from '../../../src/import/reading/survey-file.ts';
import { Tally, type Totals } from '../../../src/import/reading/tally.ts';

const folder = fileURLToPath(new URL('files/', import.meta.url));

/** When these files were cut. */
export const cutAt = Date.parse('2026-11-28T23:05:00Z');

export interface RealRead {
  readonly tables: readonly TableReport[];
  readonly totals: Totals;
  readonly observations: readonly Observation[];
  readonly bad: readonly { readonly number: number; readonly column: string; readonly reason: string }[];
}

/** Reads one of the real files, by the number that its name begins with. */
export async function readReal(name: string, answers: Partial<Answers> = {}): Promise<RealRead> {
  const opened = await openSource(`${folder}${name}`, { changedAt: cutAt }, limits);
  const given = { ...noAnswers, ...answers };
  try {
    const [file] = opened.files;
    if (file === undefined) throw new Error('No file inside');
    const tables = await surveyFile(file, given, limits);
    const tally = new Tally();
    const observations: Observation[] = [];
    const bad: RealRead['bad'][number][] = [];
    for await (const { row, said } of readObservations(file, tables, { answers: given, limits, now: cutAt })) {
      tally.add(said);
      if (said.kind === 'said') observations.push(...said.observations);
      else bad.push({ number: row.number, column: said.column, reason: said.reason });
    }
    return { tables, totals: tally.totals(), observations, bad };
  } finally {
    opened.close();
  }
}

/** What came of its first table. */
export function decisionOf({ tables }: RealRead): TableReport['decision'] | undefined {
  return tables[0]?.decision;
}

/** The flags that a file asks for. */
export async function asks(name: string, answers: Partial<Answers> = {}): Promise<string[]> {
  const decision = decisionOf(await readReal(name, answers));
  return decision?.kind === 'asks' ? decision.questions.map(({ flag }) => flag).sort() : [];
}

/** Why a column is not taken; null where it is. */
export function reasonOf({ tables }: RealRead, column: string): string | null {
  const use = tables.flatMap(({ columns }) => columns).find(({ name }) => name === column);
  if (use === undefined) throw new Error(`No column ${column}`);
  return use.reason;
}
