import { Readable } from 'node:stream';
import type { SourceFile } from '../../src/import/files/source-file.ts';
import { type Limits, limits } from '../../src/import/limits.ts';
import type { Observation } from '../../src/import/observation.ts';
import { type Answers, noAnswers } from '../../src/import/reading/answers.ts';
import type { TableReport } from '../../src/import/reading/plan.ts';
import { readObservations } from '../../src/import/reading/read-observations.ts';
import { surveyFile } from '../../src/import/reading/survey-file.ts';

const now = Date.parse('2026-11-28T23:05:00Z');

/** A file of some bytes, in pieces of any size. */
function fileOf(content: string | Uint8Array, { name = 'file.csv', piece = 65_536 } = {}): SourceFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += piece) pieces.push(bytes.subarray(at, at + piece));
  return { name, changedAt: now, open: async () => Readable.from(pieces) };
}

export interface TextRead {
  readonly tables: readonly TableReport[];
  readonly observations: readonly Observation[];
  readonly bad: readonly string[];
  /** The flags that it asks for. */
  readonly asks: readonly string[];
  readonly reasons: readonly string[];
}

/** Reads a text as a file. */
export async function readText(
  content: string | Uint8Array,
  answers: Partial<Answers> = {},
  options: { name?: string; piece?: number; limits?: Limits } = {},
): Promise<TextRead> {
  const file = fileOf(content, options);
  const given = { ...noAnswers, ...answers };
  const bounds = options.limits ?? limits;
  const tables = await surveyFile(file, given, bounds);
  const observations: Observation[] = [];
  const bad: string[] = [];
  for await (const { row, said } of readObservations(file, tables, { answers: given, limits: bounds, now })) {
    if (said.kind === 'said') observations.push(...said.observations);
    else bad.push(`${row.number} ${said.column}: ${said.reason}`);
  }
  const decisions = tables.map(({ decision }) => decision);
  return {
    tables,
    observations,
    bad,
    asks: decisions.flatMap((decision) => (decision.kind === 'asks' ? decision.questions.map(({ flag }) => flag) : [])),
    reasons: decisions.flatMap((decision) => ('reason' in decision ? [decision.reason] : [])),
  };
}

/** Followers by user name, of a list of profiles. */
export function followersIn({ observations }: TextRead): Record<string, number | undefined> {
  return Object.fromEntries(
    observations.flatMap((one) => (one.kind === 'profile' ? [[one.whose.username, one.profile.followers]] : [])),
  );
}

/** The days that are told, in their order. */
export function daysIn({ observations }: TextRead): string[] {
  return observations.flatMap((one) =>
    one.kind === 'day' ? [one.day] : one.kind === 'profile' ? [new Date(one.at).toISOString().slice(0, 10)] : [],
  );
}
