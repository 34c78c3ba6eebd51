import { readFile } from 'node:fs/promises';
import { generatedFiles, withGeneratedSections } from '../documents/sections.ts';
import { serverJsonText } from '../documents/server-json.ts';
import { rewritePage } from '../store/own-file.ts';

/** `npm run documents`: makes the generated sections of the Markdown files and `server.json` anew, in the project's folder. */
for (const file of generatedFiles) {
  await rewritePage(file, withGeneratedSections(await readFile(file, 'utf8')));
}
await rewritePage('server.json', serverJsonText());
