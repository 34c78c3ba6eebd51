import { readDocumented, writeDocumented } from './documented.ts';
import { runChecks } from './run-checks.ts';
import { loadRun } from './settings.ts';

/**
 * `npm run test:clients`: installs the real clients, has each do what its guide says against a server of our own, and
 * writes what came of it to the documents. `--check` fails instead where the documents say something else;
 * `--only NAME` tries one client and writes nothing.
 */
const setting = loadRun(process.argv.slice(2), process.env);
const { results, failures } = await runChecks(setting, (line) => process.stdout.write(`${line}\n`));

for (const failure of failures) process.stderr.write(`\n${failure}\n`);
if (failures.length > 0) process.exitCode = 1;
else if (setting.kind === 'check' && JSON.stringify(results) !== JSON.stringify(await readDocumented())) {
  process.stderr.write('docs/client-results.json says something else: run npm run test:clients and commit it\n');
  process.exitCode = 1;
} else if (setting.kind === 'write') await writeDocumented(results);
