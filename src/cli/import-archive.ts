import { writeChange } from '../audit/write-change.ts';
import { idsCsv } from '../import/archive/ids-csv.ts';
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
  const { store, newId } = workplace;
  const { manifest, rows, changed } = await importArchive(
    {
      store,
      newId,
      limits,
      closing: (db, outcome) => {
        const facts = { rows: String(outcome.rows), archived_organization: outcome.manifest.organization.id };
        return writeChange(db, workplace, { organizationId, event: 'archive.imported', by: 'cli', facts });
      },
    },
    { organizationId, path },
  );
  const table = `${path}.ids.csv`;
  let count = -1;
  const file = await replaceOwnFile(table);
  try {
    for (const line of idsCsv(changed())) {
      await file.write(line);
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
