import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { testSite } from './site.ts';

const builtWeb = join(import.meta.dirname, '../../dist/web');

const site = testSite({ SAMPLE_DATA: 'off' });

interface Chunk {
  file: string;
  imports?: readonly string[];
}

/** What Vite wrote down of the build: each module with its file and what it needs at once. */
const manifest: Readonly<Record<string, Chunk>> = JSON.parse(
  readFileSync(join(builtWeb, '.vite/manifest.json'), 'utf8'),
);

/** The files that a module needs before it can run, each once. */
function needed(module: string, found = new Set<string>()): ReadonlySet<string> {
  const chunk = manifest[module];
  if (chunk === undefined) throw new Error(`The build has no ${module}`);
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const other of chunk.imports ?? []) needed(other, found);
  return found;
}

function gzipped(files: Iterable<string>): number {
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(builtWeb, file)), { level: 9 }).length, 0);
}

describe('the built page', () => {
  it('needs less than 200 KB of script for its first view, the chart included', () => {
    const files = needed('overview/overview-page.tsx', new Set(needed('index.html')));
    expect([...files].some((file) => readFileSync(join(builtWeb, file), 'utf8').includes('uplot'))).toBe(true);
    expect(gzipped(files)).toBeLessThan(200 * 1024);
  });

  it('holds no schema library: types come from the registries, code does not', () => {
    const scripts = Object.values(manifest).map(({ file }) => readFileSync(join(builtWeb, file), 'utf8'));
    expect(scripts.filter((script) => script.includes('ZodError') || script.includes('invalid_type'))).toEqual([]);
  });
});

describe('what is served', () => {
  const get = (path: string, headers = {}) => fetch(`${site().url}${path}`, { headers, redirect: 'manual' });

  it('is a page without inline code, under a strict policy, that no cache keeps', async () => {
    for (const path of ['/', '/setup', '/accounts/some-id', '/api-keys']) {
      const answer = await get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const html = await answer.text();
      expect(html).not.toMatch(/<style|style=|<script(?![^>]*\bsrc=)|\son\w+=/);
      expect(html).not.toMatch(/(src|href)="(?!\/)/);
    }
  });

  it('keeps hashed files for ever, compressed, and answers what is unchanged with 304', async () => {
    const [, script = ''] = /src="(\/assets\/[^"]+)"/.exec(await (await get('/')).text()) ?? [];
    const answer = await get(script);
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    const again = await get(script, { 'If-None-Match': answer.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });

  it('answers everything else as the API does', async () => {
    for (const path of ['/nowhere', '/.well-known/oauth-authorization-server', '/assets/nope.js', '/v3/accounts']) {
      const answer = await get(path);
      expect(answer.status, path).toBe(404);
      expect(answer.headers.get('content-type'), path).toBe('application/problem+json');
    }
    const posted = await fetch(`${site().url}/accounts`, { method: 'POST' });
    expect(posted.status).toBe(404);
  });
});
