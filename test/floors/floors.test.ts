import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { complaintsOf } from './complaints.ts';
import { readImports } from './imports.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A project of its own, with what is planted in it. */
function plant(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'floors-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const complaints = (files: Readonly<Record<string, string>>) => complaintsOf(readImports(plant(files))).join('\n');

describe('an upward import', () => {
  it.each([
    ['of a value', "import { door } from '../http/door.ts';"],
    ['of a type', "import type { Door } from '../http/door.ts';"],
    ['for what it does', "import '../http/door.ts';"],
    ['passed on', "export { door } from '../http/door.ts';"],
    ['of a type, passed on', "export type { Door } from '../http/door.ts';"],
    ['of all, passed on', "export * from '../http/door.ts';"],
    ['at run time', "export const door = await import('../http/door.ts');"],
    ['of a type, in its place', "export const door: import('../http/door.ts').Door | null = null;"],
    ['as a worker', "new Worker(new URL('../http/door.ts', import.meta.url));"],
  ])('%s is refused', (_form, line) => {
    expect(complaints({ 'src/store/open.ts': line })).toContain(
      'src/store/open.ts imports src/http/door.ts: store stands below http',
    );
  });

  it('from a file that is a floor by itself is refused', () => {
    expect(complaints({ 'src/config.ts': "import './store/open.ts';" })).toContain('config stands below store');
  });

  it('ends the check with an error', () => {
    const check = (files: Readonly<Record<string, string>>) =>
      spawnSync(process.execPath, ['test/floors/check.ts', plant(files)], { encoding: 'utf8' });
    const failed = check({ 'src/store/open.ts': "import '../http/door.ts';" });
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain('store stands below http');
    const passed = check({ 'src/http/door.ts': "import '../store/open.ts';" });
    expect([passed.status, passed.stderr]).toEqual([0, '']);
  });
});

describe('the floors', () => {
  it('refuse an import between two folders of one floor', () => {
    expect(complaints({ 'src/api/rest.ts': "import '../mcp/endpoint.ts';" })).toContain(
      'api and mcp stand on one floor',
    );
  });

  it('ask for a place for a folder that has none', () => {
    expect(complaints({ 'src/helpers/text.ts': "import '../contract/scope.ts';" })).toContain('helpers is on no floor');
    expect(complaints({ 'src/cli/keys.ts': "import '../helpers/text.ts';" })).toContain('helpers is on no floor');
  });

  it('refuse what is in none of our folders', () => {
    expect(complaints({ 'src/cli/keys.ts': "import '../../test/tenants.ts';" })).toContain('in none of our folders');
  });

  it('refuse an import that only running it tells', () => {
    const files = { 'src/cli/keys.ts': "await import(process.argv[2] ?? '');" };
    expect(() => complaints(files)).toThrow('what only running it tells');
  });

  it('let in what is below, packages and package.json', () => {
    const files = {
      'src/cli/keys.ts': "import { z } from 'zod';\nimport '../keys/create.ts';",
      'src/version.ts': "import manifest from '../package.json' with { type: 'json' };",
    };
    expect(complaints(files)).toBe('');
  });
});

describe('tools/', () => {
  const refused = 'tools/ is words only';

  it('may import types of the contract, and from itself', () => {
    const line = "import type { Scope } from '../src/contract/scope.ts';\nimport { hints } from './hints.ts';";
    expect(complaints({ 'tools/tool.ts': line })).toBe('');
  });

  it.each([
    ['a value of the contract', "import { scopes } from '../src/contract/scope.ts';"],
    ['a value beside a type', "import { scopes, type Scope } from '../src/contract/scope.ts';"],
    ['a type of another folder', "import type { Config } from '../src/config.ts';"],
    ['a package', "import { z } from 'zod';"],
    ['a type of a package', "import type { z } from 'zod';"],
  ])('may not import %s', (_what, line) => {
    expect(complaints({ 'tools/tool.ts': line })).toContain(refused);
  });
});

describe('a circle', () => {
  it('of two files is refused, also where only types close it', () => {
    const found = complaints({
      'src/store/deep/open.ts': "import { close } from './close.ts';",
      'src/store/deep/close.ts': "import type { Open } from './open.ts';",
    });
    expect(found).toContain('a circle in src/store/deep/ of');
    expect(found).toContain('src/store/deep/close.ts imports src/store/deep/open.ts');
  });

  it('of two folders is refused, though no two files import each other', () => {
    const found = complaints({
      'src/web/creators/page.tsx': "import '../accounts/menu.tsx';",
      'src/web/accounts/form.tsx': "import '../creators/field.tsx';",
    });
    expect(found).toContain('a circle in src/web/ of');
  });

  it('by way of a third is refused', () => {
    const found = complaints({
      'src/store/a.ts': "import './b.ts';",
      'src/store/b.ts': "import './inner/c.ts';",
      'src/store/inner/c.ts': "import '../a.ts';",
    });
    expect(found).toContain('a circle in src/store/ of a.ts, b.ts, inner');
  });

  it('is not seen where a folder takes from a file beside it and another file takes from the folder', () => {
    const found = complaints({
      'src/connect/clients.ts': "import './clients/codex.ts';",
      'src/connect/clients/codex.ts': "import '../method.ts';",
    });
    expect(found).toBe('');
  });
});
