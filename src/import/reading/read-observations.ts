import type { SourceFile } from '../files/source-file.ts';
import type { Limits } from '../limits.ts';
import { readRows } from '../tables/read-rows.ts';
import type { Row } from '../tables/table.ts';
import type { Answers } from './answers.ts';
import { createObserver, type RowSaid } from './observe.ts';
import type { TableReport } from './plan.ts';

export interface ReadRow {
  readonly table: number;
  readonly row: Row;
  readonly said: RowSaid;
}

/** Reads a surveyed file again: what each row of its planned tables says. */
export async function* readObservations(
  file: SourceFile,
  reports: readonly TableReport[],
  { answers, limits, now }: { answers: Answers; limits: Limits; now: number },
): AsyncGenerator<ReadRow> {
  const observers = new Map(
    reports.flatMap(({ index, decision }) =>
      decision.kind === 'planned' ? [[index, createObserver(decision.plan, now)] as const] : [],
    ),
  );
  if (observers.size === 0) return;
  for await (const row of readRows(file, answers.encoding ?? undefined, limits)) {
    const observer = observers.get(row.table.index);
    if (observer !== undefined) yield { table: row.table.index, row, said: observer(row) };
  }
}
