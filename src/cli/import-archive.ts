import { csvField } from '../csv/cell.ts';
import { importArchive } from '../import/archive/import-archive.ts';
import { limits } from '../import/limits.ts';
import { replaceOwnFile } from '../store/own-file.ts';
import type { Answer } from './command.ts';
import type { Workplace } from './workplace.ts';

/** Takes an archive in, and writes beside it which ids are others here. @throws Refusal */
export async function takeArchive(
  workplace: Workplace,
  { organizationId, path }: { organizationId: string; path: string },
): Promise<Answer> {
  const { manifest, rows, changed } = await importArchive(
    { ...workplace, limits },
    { organizationId, path, by: 'cli' },
  );
  const table = `${path}.ids.csv`;
  let count = 0;
  const file = await replaceOwnFile(table);
  try {
    await file.write('kind,archived,here\r\n');
    for (const { kind, archived, here } of changed) {
      await file.write(`${[kind, archived, here].map(csvField).join(',')}\r\n`);
      count += 1;
    }
  } finally {
    await file.close();
  }
  const ids = count === 0 ? 'Every id is kept.' : `${count} id(s) were taken and are others here.`;
  return {
    data: { rows, archived_organization: manifest.organization.id, changed_ids: count, ids: table },
    text: `Took in ${rows} row(s). ${ids} ${table} holds the table of both.`,
  };
}
