import { randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { rm } from 'node:fs/promises';
import { writeChange } from '../audit/write-change.ts';
import { Problem } from '../contract/problem.ts';
import { type RowForm, rowForms, rowOperations } from '../contract/rows.ts';
import { writeArchive } from '../export/archive/write-archive.ts';
import { pickOrganization } from '../organizations/read.ts';
import { makeOwnFile, nameOwnFile } from '../store/own-file.ts';
import { driverCode } from '../store/unavailable.ts';
import { version } from '../version.ts';
import { type Answer, type Command, type Invocation, type Program, UsageError } from './command.ts';
import { exportedText } from './export-rows.ts';
import { type Workplace, withWorkplace } from './workplace.ts';

const usage = `Usage: npm run -s export -- [--organization ID] WHAT [--query 'platform=tiktok&…'] [--form csv|ndjson] [--to FILE]
       npm run -s export -- [--organization ID] --archive FILE

  Writes all rows of a list or a time series, with the filters of the API: docs/export.md. WHAT is one of
${rowOperations.map(({ operation }) => `  ${operation.id}`).join('\n')}

  --query TEXT     filters as in a URL; what stands in {braces} in the path too: account_id=…
  --form csv       or ndjson
  --to FILE        a new file; standard output where left out
  --archive FILE   all of an organization in one zip, for npm run -s import -- --archive FILE

Without --organization the only organization is taken.`;

const rows: Command = {
  words: 'many',
  options: ['organization', 'query', 'form', 'to', 'archive'],
  run: (invocation) =>
    withWorkplace(invocation, async (workplace) => {
      if (workplace.config.upstream !== null) {
        throw new Problem('CONFLICT', 'The data of this server is in a remote API: ask the API for text/csv instead.');
      }
      const { id } = await pickOrganization(workplace.store, invocation.option('organization'));
      const archive = invocation.option('archive');
      return archive === undefined
        ? await exportRows(workplace, invocation, id)
        : await exportArchive(workplace, invocation, { organizationId: id, path: archive });
    }),
};

export const exportProgram: Program = { usage, commands: { rows }, only: 'rows' };

async function exportRows(workplace: Workplace, invocation: Invocation, organizationId: string): Promise<Answer> {
  const [name, ...more] = invocation.words;
  const wanted = rowOperations.find(({ operation }) => operation.id === name);
  if (wanted === undefined || more.length > 0) throw new UsageError('Name one list or time series.');
  const form = formOf(invocation.option('form') ?? 'csv');
  const query = new URLSearchParams(invocation.option('query') ?? '');
  const text = exportedText(await workplace.openKeys(), { wanted, form, query, organizationId });
  const to = invocation.option('to');
  if (to === undefined) {
    for await (const piece of text) await invocation.out(piece);
    return { data: null, text: null };
  }
  await writeNew(to, async (file) => {
    for await (const piece of text) await file.write(piece);
  });
  return { data: { file: to }, text: `Wrote ${to}.` };
}

async function exportArchive(
  workplace: Workplace,
  { words }: Invocation,
  { organizationId, path }: { organizationId: string; path: string },
): Promise<Answer> {
  if (words.length > 0) throw new UsageError('An archive holds everything: name no list.');
  const { store, now } = workplace;
  const manifest = await writeNew(path, (file) =>
    writeArchive({ store, organizationId, version, now: now() }, file.createWriteStream({ flush: true })),
  );
  const count = manifest.files.reduce((sum, file) => sum + file.rows, 0);
  const facts = { rows: String(count) };
  await writeChange(store.write, workplace, { organizationId, event: 'archive.exported', by: 'cli', facts });
  return {
    data: { file: path, rows: count, files: manifest.files },
    text: `Wrote ${count} row(s) to ${path}.`,
    warning: 'Not in it: people, keys, sessions and the audit trail.',
  };
}

/** Gives a new file its name once it is whole. */
async function writeNew<Result>(path: string, write: (file: FileHandle) => Promise<Result>): Promise<Result> {
  const draft = `${path}.${randomUUID()}.partial`;
  const file = await makeOwnFile(draft);
  try {
    const result = await write(file);
    await file.close();
    await nameOwnFile(draft, path);
    return result;
  } catch (error) {
    await file.close();
    await rm(draft, { force: true });
    if (driverCode(error) === 'EEXIST') throw new Problem('CONFLICT', `There is a file of that name already: ${path}`);
    throw error;
  }
}

function formOf(given: string): RowForm {
  if (given === 'csv' || given === 'ndjson') return given;
  throw new UsageError(`--form is one of ${Object.keys(rowForms).join(', ')}.`);
}
