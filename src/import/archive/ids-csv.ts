import { csvField } from '../../csv/cell.ts';
import type { ChangedId } from './given-ids.ts';

/** The table of both ids, line by line. */
export function* idsCsv(changed: Iterable<ChangedId>): Generator<string> {
  yield 'kind,archived,here\r\n';
  for (const { kind, archived, here } of changed) yield `${[kind, archived, here].map(csvField).join(',')}\r\n`;
}
