import { type Field, postCounts } from '../columns/fields.ts';
import type { ColumnUse } from '../columns/match.ts';
import type { SourceFile } from '../files/source-file.ts';
import type { Limits } from '../limits.ts';
import { readRows } from '../tables/read-rows.ts';
import type { Answers } from './answers.ts';
import { decide, grainOf } from './decide.ts';
import { fileDate } from './file-date.ts';
import type { Grain, TableReport } from './plan.ts';
import { type Survey, Surveyor } from './survey.ts';

/**
 * Reads a file once and says of each of its tables what it is and how it is read, or what has to be known first.
 * @throws Refusal where the file as a whole cannot be read
 */
export async function surveyFile(file: SourceFile, answers: Answers, limits: Limits): Promise<TableReport[]> {
  const surveyors = new Map<number, Surveyor>();
  for await (const row of readRows(file, answers.encoding ?? undefined, limits)) {
    const known = surveyors.get(row.table.index);
    const surveyor = known ?? new Surveyor(row.table, answers);
    if (known === undefined) surveyors.set(row.table.index, surveyor);
    surveyor.take(row);
  }
  const all = [...surveyors.values()].map((surveyor) => surveyor.end());
  const date = fileDate(answers.year, file.name, file.changedAt);
  const reports = all.map((survey) => reportOf(survey, { answers, date, all }));
  return withoutAsides(reports);
}

function reportOf(survey: Survey, around: Parameters<typeof decide>[1]): TableReport {
  const { table, source, rows, matched } = survey;
  const columns = usedColumns(matched.uses, grainOf(survey));
  return { index: table.index, title: table.title, source, rows, columns, decision: decide(survey, around) };
}

const ofPosts: readonly Field[] = [...postCounts, 'posted_at', 'post_id', 'shortcode', 'duration', 'media_type'];
const unused: Readonly<Record<Grain, readonly Field[]>> = {
  posts: ['followers_gained', 'followers_new', 'followers_lost'],
  days: ['posted_at', 'post_id', 'shortcode', 'duration', 'media_type'],
  profiles: ofPosts,
  names: ofPosts,
};

/** What a table is about decides which of its known columns are taken, too. */
function usedColumns(uses: readonly ColumnUse[], grain: Grain | null): ColumnUse[] {
  if (grain === null) return [...uses];
  return uses.map((use) =>
    use.field !== null && unused[grain].includes(use.field)
      ? { ...use, field: null, reason: `known, but nothing that a table of ${grain} is stored with` }
      : use,
  );
}

/** Where a file has a table that is taken, its other lists and lines are asides and no failure of it. */
function withoutAsides(reports: readonly TableReport[]): TableReport[] {
  const isTaken = reports.some(({ decision }) => decision.kind === 'planned' || decision.kind === 'asks');
  if (!isTaken) return [...reports];
  return reports.map((report) =>
    report.decision.kind === 'refused' && report.source.foreign === null && report.source.id === 'table'
      ? { ...report, decision: { kind: 'nothing', reason: report.decision.reason } }
      : report,
  );
}
