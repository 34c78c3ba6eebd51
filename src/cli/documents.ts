import { readFile, writeFile } from 'node:fs/promises';
import { generatedFiles, withGeneratedSections } from '../documents/sections.ts';
import { serverJsonText } from '../documents/server-json.ts';

/** `npm run documents`: makes the generated sections of the Markdown files and `server.json` anew, in the project's folder. */
for (const file of generatedFiles) {
  await writeFile(file, withGeneratedSections(await readFile(file, 'utf8')));
}
await writeFile('server.json', serverJsonText());
