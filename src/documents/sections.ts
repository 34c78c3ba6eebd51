import { clients } from '../connect/clients.ts';
import { clientTable } from '../connect/docs-table.ts';
import { outcomeTable, summaryTable } from './client-results.ts';
import { metricTable } from './metric-table.ts';
import { promiseList } from './promises.ts';
import { queryTables } from './query-tables.ts';
import { toolTable } from './tool-table.ts';

/** The parts of Markdown files that are made from code, by the name in their marker. */
const sections: Readonly<Record<string, () => string>> = {
  tools: toolTable,
  clients: () => clientTable(clients, { url: 'https://gateway.example/mcp' }),
  'client-outcomes': () => outcomeTable(),
  'client-summary': () => summaryTable(),
  metrics: metricTable,
  query: queryTables,
  promises: promiseList,
};

/** The files that hold generated sections. */
export const generatedFiles = [
  'README.md',
  'docs/clients.md',
  'docs/connect.md',
  'docs/operations.md',
  'docs/query.md',
  'docs/security-tests.md',
] as const;

const section = /(<!-- generated: (\S+) -->\n)[\s\S]*?(<!-- \/generated -->)/g;

/**
 * The text with every `<!-- generated: NAME --> … <!-- /generated -->` made anew.
 * @throws Error for a marker that names no section
 */
export function withGeneratedSections(markdown: string): string {
  return markdown.replace(section, (_whole, open: string, name: string, close: string) => {
    const make = sections[name];
    if (make === undefined) throw new Error(`No generated section is called ${name}`);
    return `${open}\n${make()}\n\n${close}`;
  });
}
