import type { ClientGuide } from './clients.ts';
import type { Endpoint } from './endpoint.ts';
import type { KeyFrom, Method } from './method.ts';

const wordsForKey: Readonly<Record<KeyFrom, string>> = {
  text: 'in the text',
  environment: 'environment variable',
  prompt: 'asked by the client',
  sign_in: 'none: you sign in',
};

/** A Markdown table, a row for each client and method, with a placeholder for the key. */
export function clientTable(guides: readonly ClientGuide[], endpoint: Omit<Endpoint, 'key'>): string {
  const rows = guides.flatMap((guide) => clientRows(guide, endpoint));
  return ['| Client | Method | Key | Scope | How |', '|---|---|---|---|---|', ...rows].join('\n');
}

function clientRows(guide: ClientGuide, endpoint: Omit<Endpoint, 'key'>): string[] {
  return guide
    .connect(endpoint)
    .methods.filter((method) => method.kind !== 'command' || method.shell === 'posix')
    .map((method) =>
      tableRow([guide.title, method.title, wordsForKey[method.keyFrom], method.scope, shortForm(method)]),
    );
}

/** Commands and URLs whole, files by their path, links by their scheme: a link is too long for a table. */
function shortForm(method: Method): string {
  switch (method.kind) {
    case 'command':
      return method.text.split('\n').map(code).join('<br>');
    case 'url':
      return code(method.text);
    case 'file':
      return code(method.path.linux);
    case 'link':
      return code(`${new URL(method.href).protocol}…`);
  }
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Code in a table cell: a pipe would end the cell, and a backtick the code, so the fence is longer than any in it. */
function code(text: string): string {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 ? ' ' : '';
  return `${fence}${padding}${text.replaceAll('|', '\\|')}${padding}${fence}`;
}
