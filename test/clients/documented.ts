import { readFile, writeFile } from 'node:fs/promises';
import { type ClientResult, clientResults } from '../../src/documents/client-results.ts';
import { generatedFiles, withGeneratedSections } from '../../src/documents/sections.ts';

const file = 'docs/client-results.json';

/** What the last run that was written down came to. */
export async function readDocumented(): Promise<readonly ClientResult[]> {
  return clientResults.parse(JSON.parse(await readFile(file, 'utf8')));
}

/** Writes a run down, and makes the documents' tables anew from it. */
export async function writeDocumented(results: readonly ClientResult[]): Promise<void> {
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
  for (const path of generatedFiles) await writeFile(path, withGeneratedSections(await readFile(path, 'utf8')));
}
