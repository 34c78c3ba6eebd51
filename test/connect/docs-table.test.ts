import { expect, test } from 'vitest';
import { clients } from '../../src/connect/clients.ts';
import { clientTable } from '../../src/connect/docs-table.ts';

const table = clientTable(clients, { url: 'http://127.0.0.1:8787/mcp', name: 'a|b`c' });
const lines = table.split('\n');

test('has a head and a row for each client and method, once for all shells', () => {
  const methods = clients.flatMap((guide) => {
    const all = guide.connect({ url: 'http://127.0.0.1:8787/mcp' }).methods;
    return all.filter((method) => method.kind !== 'command' || method.shell === 'posix');
  });
  expect(lines).toHaveLength(2 + methods.length);
  for (const { title } of clients) expect(table).toContain(`\n| ${title} | `);
});

test('every row has five cells, whatever is in them', () => {
  for (const line of lines) expect(line.replaceAll('\\|', '').split('|')).toHaveLength(7);
});

test('holds a placeholder for the key, and code that a backtick does not end', () => {
  expect(table).toContain('Authorization: Bearer YOUR_API_KEY');
  expect(table).toContain("`` claude mcp remove --scope user 'a\\|b`c' ``");
});
