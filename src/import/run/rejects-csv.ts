import { csvField } from '../../csv/cell.ts';
import type { ImportRejectRow } from '../../store/schema.ts';

/** The bad lines of a file: number, column, reason, the line. */
export function rejectsCsv(rejects: readonly ImportRejectRow[]): string {
  const lines = rejects.map(({ number, field, reason, line }) => [String(number), field, reason, line]);
  return [['line', 'column', 'reason', 'content'], ...lines]
    .map((cells) => `${cells.map(csvField).join(',')}\n`)
    .join('');
}
