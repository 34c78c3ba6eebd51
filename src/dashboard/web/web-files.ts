import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file of the built page, ready to be sent. */
export interface WebFile {
  body: Buffer;
  /** Null where it would save nothing. */
  gzipped: Buffer | null;
  type: string;
  etag: string;
}

export interface WebFiles {
  index: WebFile;
  /** By the path of the URL. */
  files: ReadonlyMap<string, WebFile>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Where `npm run build` puts the page. */
export const builtWeb = join(import.meta.dirname, '../../../dist/web');

export function isBuilt(folder: string = builtWeb): boolean {
  return existsSync(join(folder, 'index.html'));
}

/**
 * Reads the whole built page into memory, compressed: about one megabyte. Null where it was not built.
 * @param prefix what stands in front of every path of the page: it is built for any, and told which by its index
 */
export function readWebFiles(folder: string, prefix: string): WebFiles | null {
  const files = new Map(
    filesIn(folder)
      .filter((name) => extname(name) in types)
      .map((name) => [`/${name.replaceAll('\\', '/')}`, webFile(name, readFileSync(join(folder, name)))]),
  );
  const index = files.get('/index.html');
  files.delete('/index.html');
  return index === undefined ? null : { index: webFile('index.html', placed(index.body, prefix)), files };
}

/** The index with its files behind the prefix: each is named relative to it, and it is served for pages of any depth. */
function placed(index: Buffer, prefix: string): Buffer {
  const text = index.toString('utf8').replaceAll('"./', `"${prefix}/`);
  return Buffer.from(text.replace('<head>', `<head><meta name="base-path" content="${prefix}">`));
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    // Not built: API and MCP are served all the same.
    return [];
  }
}

function webFile(name: string, body: Buffer): WebFile {
  const gzipped = gzipSync(body, { level: 9 });
  return {
    body,
    gzipped: gzipped.length < body.length ? gzipped : null,
    type: types[extname(name)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
  };
}
