import { complaintsOf } from './complaints.ts';
import { readImports } from './imports.ts';

/** A part of `npm run check`: fails where a folder imports what is not below it. With a path, of the project there. */
const complaints = complaintsOf(readImports(process.argv[2] ?? '.'));
for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
if (complaints.length > 0) process.exitCode = 1;
