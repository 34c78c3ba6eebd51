import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../refusal.ts';

/** Files that an import looks at in a folder. */
const mostFiles = 1_000;
const known = /\.(csv|tsv|txt|json|ndjson|jsonl|zip|gz|xlsx?)$/i;

/** The files that paths name: those of a folder by their names, in order; not what is hidden, nor folders in it. */
export async function findFiles(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const facts = await stat(path).catch(() => null);
    if (facts === null) throw new Refusal(`There is no ${path}.`);
    found.push(...(facts.isDirectory() ? await inFolder(path) : [path]));
  }
  if (found.length > mostFiles) throw new Refusal(`These are more than ${mostFiles} files.`);
  return found;
}

async function inFolder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && known.test(entry.name) && !entry.name.startsWith('.'))
    .map(({ name }) => join(folder, name))
    .sort();
}
