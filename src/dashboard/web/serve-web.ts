import type { RequestHandler } from 'express';
import { Problem } from '../../contract/problem.ts';
import { type Exchange, exchangeOf } from '../../http/exchange.ts';
import { send, sendEmpty } from '../../http/send.ts';
import { pages } from './pages.ts';
import { builtWeb, readWebFiles, type WebFile, type WebFiles } from './web-files.ts';

/** What to tell whoever opens a dashboard that was not built. */
export const howToBuild = 'The dashboard is not built: npm install && npm run build, then start again.';

/** Nothing but our own files, and no inline script or style; `data:` is for nothing. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const pageHeaders = {
  'Content-Security-Policy': policy,
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Never out of the back-forward cache: it would bring back what was on the page, a key that was shown once too.
  'Cache-Control': 'no-store',
};

const fileHeaders = {
  'Content-Security-Policy': policy,
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Serves the built page behind `prefix`. Whatever is neither a file nor a page of it is the next handler's. */
export function createServeWeb(prefix: string, folder: string = builtWeb): RequestHandler {
  let read: WebFiles | null | undefined;
  return (request, _response, next) => {
    const exchange = exchangeOf(request);
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    // Read when the first visitor comes: a gateway without any need not hold it.
    read ??= readWebFiles(folder, prefix);
    const file = read?.files.get(exchange.path);
    if (file !== undefined) return sendFile(exchange, file);
    const moved = ourAddress(exchange.path);
    if (moved !== null)
      return sendEmpty(exchange, 302, {
        Location: `${prefix}${moved}`,
        'Cache-Control': 'no-cache',
        'Content-Length': 0,
      });
    if (!isPage(exchange.path)) return next();
    exchange.route = '/{page}';
    if (read === null) throw new Problem('NOT_FOUND', howToBuild);
    sendBody(exchange, read.index, pageHeaders);
  };
}

/** The address here of a page of CreatorAudit's own dashboard, whose documents link it; null where it is none. */
function ourAddress(path: string): string | null {
  if (path === '/overview' || path === '/app' || path === '/app/' || path === '/app/overview') return '/';
  const below = path.startsWith('/app/') ? path.slice('/app'.length) : null;
  return below !== null && isPage(below) ? below : null;
}

/** `//x` is no page: its first part is empty, and `/` alone has none. */
function isPage(path: string): boolean {
  return path === '/' || pages.has(path.split('/')[1] ?? '');
}

function sendFile(exchange: Exchange, file: WebFile): void {
  const hashed = exchange.path.startsWith('/assets/');
  const headers = {
    ...fileHeaders,
    ETag: file.etag,
    // Names of assets hold a hash of their content, so one that is there never changes.
    'Cache-Control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
  exchange.route = '/{file}';
  if (exchange.request.headers['if-none-match'] === file.etag) sendEmpty(exchange, 304, headers);
  else sendBody(exchange, file, headers);
}

function sendBody(exchange: Exchange, file: WebFile, headers: Record<string, string>): void {
  const takesGzip = /\bgzip\b/.test(String(exchange.request.headers['accept-encoding'] ?? ''));
  const encoding = file.gzipped !== null && takesGzip ? { 'Content-Encoding': 'gzip' } : {};
  const body = file.gzipped !== null && takesGzip ? file.gzipped : file.body;
  send(exchange, 200, { ...headers, ...encoding, Vary: 'Accept-Encoding', 'Content-Type': file.type }, body);
}
