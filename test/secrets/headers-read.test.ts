import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** What becomes of each header that the program reads: a new one is to be thought about, and sent by test/secrets/said.ts. */
const headersRead: Readonly<
  Record<string, 'compared, and forgotten' | 'kept, by the one way of a caller’s words' | 'kept as a hash'>
> = {
  accept: 'compared, and forgotten',
  'accept-encoding': 'compared, and forgotten',
  'access-control-request-headers': 'compared, and forgotten',
  'access-control-request-method': 'compared, and forgotten',
  'content-encoding': 'compared, and forgotten',
  'content-length': 'compared, and forgotten',
  'content-type': 'compared, and forgotten',
  cookie: 'compared, and forgotten',
  expect: 'compared, and forgotten',
  forwarded: 'compared, and forgotten',
  host: 'compared, and forgotten',
  'idempotency-key': 'kept as a hash',
  'if-none-match': 'compared, and forgotten',
  'mcp-method': 'compared, and forgotten',
  'mcp-name': 'compared, and forgotten',
  'mcp-protocol-version': 'compared, and forgotten',
  origin: 'compared, and forgotten',
  'sec-fetch-site': 'compared, and forgotten',
  'transfer-encoding': 'compared, and forgotten',
  'user-agent': 'kept, by the one way of a caller’s words',
  'x-forwarded-for': 'compared, and forgotten',
  'x-mcp-toolsets': 'compared, and forgotten',
  'x-request-id': 'kept, by the one way of a caller’s words',
};

/** Where headers are read that a caller sends; elsewhere they are an upstream's, or of what we send ourselves. */
const folders = ['http', 'api', 'mcp', 'dashboard', 'observe', 'audit', 'start'];

it('every header of a caller that is read is one of which it is known what becomes of it', async () => {
  const found = new Set<string>();
  for (const folder of folders) {
    for (const text of await sources(join('src', folder))) for (const name of namesIn(text)) found.add(name);
  }
  expect([...found].sort()).toEqual(Object.keys(headersRead));
});

/** As the adapter to the protocol calls `mcp-method`, `mcp-name` and `mcp-protocol-version`. */
const protocolNames: ReadonlySet<string> = new Set(['method', 'name', 'version']);

async function sources(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'));
  return await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')));
}

/** `headerLines(request, 'forwarded')`, `headers.host`, `headers['x-request-id']`, `const { host, 'user-agent': agent } = request.headers`. */
function namesIn(text: string): readonly string[] {
  const asProperty = text.matchAll(/headers(?:\.(?!ts\b)([a-z]+)\b(?!\()|\[\s*'([a-z-]+)'\s*\])/g);
  const taken = text.matchAll(/\{([^{}]*)\} = [\w.]*request\.headers;/g);
  const inLines = text.matchAll(/headerLines\(\w+, '([a-z-]+)'\)/g);
  return [
    ...Array.from(inLines, ([, name = '']) => name),
    ...Array.from(asProperty, ([, name, quoted]) => name ?? quoted ?? ''),
    ...Array.from(taken, ([, names = '']) => names.split(','))
      .flat()
      .map((one) => one.trim().split(':')[0]?.replaceAll("'", '') ?? ''),
  ].filter((name) => name !== '' && !protocolNames.has(name));
}
