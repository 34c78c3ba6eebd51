import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const documents = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'bench/RESULTS.md',
  ...globSync('bench/history/*.md'),
  ...globSync('docs/*.md'),
];
const read = (file: string) => readFileSync(file, 'utf8');

/** As GitHub names the headings of a page. */
function anchorsOf(markdown: string): readonly string[] {
  return Array.from(markdown.matchAll(/^#+ (.+)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(documents)('%s', (file) => {
  it('has no dead link to a file or a heading', () => {
    const links = Array.from(read(file).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g));
    const dead = links.filter(([, path = '', anchor]) => {
      const target = path === '' ? file : join(dirname(file), path);
      return !existsSync(target) || (anchor !== undefined && !anchorsOf(read(target)).includes(anchor));
    });
    expect(dead.map(([link]) => link)).toEqual([]);
  });

  it('names no script and no command that is not there', () => {
    const named = read(file).matchAll(/\bnpm run (?:-s )?([\w:-]+)(?: -- ([a-z][\w-]*))?/g);
    const wrong = Array.from(named).filter(([, script = '', command]) => {
      if (!(script in manifest.scripts)) return true;
      const commands = `src/cli/${script === 'org' ? 'organization' : script.replace(/s$/, '')}-commands.ts`;
      return (
        command !== undefined && existsSync(commands) && !new RegExp(`^ {2}'?${command}'?: `, 'm').test(read(commands))
      );
    });
    expect(wrong.map(([text]) => text)).toEqual([]);
  });
});

it.each(['.env.example', ...documents])('%s names no document that is not there', (file) => {
  const named = Array.from(read(file).matchAll(/\bdocs\/[\w-]+\.md/g), ([path]) => path);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});
