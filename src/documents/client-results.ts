import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What came of one thing that `npm run test:clients` tried. */
export const clientResults = z.array(
  z.strictObject({
    client: z.string(),
    /** Null where the client itself cannot run here, and its configuration was read and used. */
    version: z.string().nullable(),
    method: z.string(),
    form: z.string(),
    /** What became of the key that it was given. */
    key: z.enum(['valid', 'narrowed', 'wrong', 'disabled', 'expired']),
    /** The protocol that the server saw of it; null where it saw no accepted request. */
    protocol: z.string().nullable(),
    outcome: z.string(),
  }),
);
export type ClientResult = z.infer<typeof clientResults>[number];

/** The last run that was written down. */
function lastRun(): readonly ClientResult[] {
  const file = new URL('../../docs/client-results.json', import.meta.url);
  return clientResults.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** The Markdown table of all that was tried: client × method × outcome. */
export function outcomeTable(results: readonly ClientResult[] = lastRun()): string {
  const rows = results.map(({ client, version, method, form, key, protocol, outcome }) =>
    row([named(client, version), method, form, key, protocol ?? '', outcome]),
  );
  return [
    row(['Client', 'Method', 'Given as', 'Key', 'Protocol', 'Outcome']),
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

/** A row a client: how many ways to connect it worked, and what it shows when its key is refused. */
export function summaryTable(results: readonly ClientResult[] = lastRun()): string {
  const byClient = Map.groupBy(results, ({ client, version }) => named(client, version));
  const rows = [...byClient].map(([client, tried]) => row([client, waysOf(tried), refusalOf(tried)]));
  return [row(['Client', 'Connected', 'With a wrong key it says']), '|---|---|---|', ...rows].join('\n');
}

function named(client: string, version: string | null): string {
  return version === null ? client : `${client} ${version}`;
}

function waysOf(tried: readonly ClientResult[]): string {
  const ways = tried.filter(({ key, outcome }) => key === 'valid' && outcome.startsWith('connected'));
  const isRun = ways.some(({ version }) => version !== null);
  const count = `${ways.length} ${ways.length === 1 ? 'way' : 'ways'}`;
  return isRun ? `${count}, by the client itself` : `${count}, its configuration read as it documents`;
}

function refusalOf(tried: readonly ClientResult[]): string {
  const refusals = tried.filter(({ key }) => key === 'wrong').map(({ outcome }) => outcome.replace(/^refused: /, ''));
  return [...new Set(refusals)].join(' or ');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
