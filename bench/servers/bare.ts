import { createServer } from 'node:http';
import Database from 'better-sqlite3';

/*
 * The limit that all else is measured against: `node:http` with a handler that does nothing but answer. `/<bytes>` answers
 * with that many bytes in all, headers included; `/rows` runs a statement that was prepared before and sends its rows.
 * It does not read the body of a POST, since the limit is what an answer costs.
 */

const [file, statement, parameters] = process.argv.slice(2);
const headBytes =
  'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1234\r\nDate: Tue, 24 Nov 2026 07:37:53 GMT\r\nConnection: keep-alive\r\nKeep-Alive: timeout=65\r\n\r\n'
    .length;
const bodies = new Map<string, Buffer>();

function bodyFor(path: string): Buffer {
  const known = bodies.get(path);
  if (known !== undefined) return known;
  const body = Buffer.from(JSON.stringify('x'.repeat(Math.max(0, Number(path.slice(1)) - headBytes - 2))));
  bodies.set(path, body);
  return body;
}

const rows = rowsOf(file, statement, parameters);

const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
  const path = request.url ?? '/0';
  const body = path === '/rows' ? JSON.stringify(rows()) : bodyFor(path);
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.stdout.write(`ready on ${address.port}\n`);
});
process.on('SIGTERM', () => process.exit(0));

function rowsOf(at: string | undefined, text: string | undefined, given: string | undefined): () => unknown[] {
  if (at === undefined || text === undefined) return () => [];
  const database = new Database(at, { readonly: true });
  const prepared = database.prepare(text);
  const values: unknown[] = JSON.parse(given ?? '[]');
  return () => prepared.all(...values);
}
