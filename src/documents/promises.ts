import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Which tests show a promise: by its words in SECURITY.md, per file the titles of tests. */
const promiseTests = z.record(z.string(), z.record(z.string(), z.array(z.string()).min(1)));

/** A row of a table of SECURITY.md. */
export interface Promised {
  readonly promise: string;
  readonly how: string;
}

/** The promises of SECURITY.md by the heading that they stand under, in their order. */
export function promisesIn(markdown: string): ReadonlyMap<string, readonly Promised[]> {
  const perHeading = new Map<string, Promised[]>();
  let heading = '';
  for (const line of markdown.split('\n')) {
    heading = /^### (.+)$/.exec(line)?.[1] ?? heading;
    const [, promise = '', how = ''] = /^\| (.+?) \| (.*?) ?\|$/.exec(line) ?? [];
    if (promise === '' || promise === 'Promise') continue;
    perHeading.set(heading, [...(perHeading.get(heading) ?? []), { promise, how }]);
  }
  return perHeading;
}

/** What shows each promise, as docs/security-tests.json has it. */
export function readPromiseTests(): z.output<typeof promiseTests> {
  return promiseTests.parse(JSON.parse(readFileSync('docs/security-tests.json', 'utf8')));
}

/** The Markdown list of all promises, each with the tests that show it. */
export function promiseList(): string {
  const tests = readPromiseTests();
  const sections = Array.from(promisesIn(readFileSync('SECURITY.md', 'utf8')), ([heading, promises]) => {
    const items = promises.map(({ promise }) => [`- **${promise}**`, ...shownBy(tests[promise] ?? {})].join('\n'));
    return `## ${heading}\n\n${items.join('\n')}`;
  });
  return sections.join('\n\n');
}

function shownBy(files: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(files).map(
    ([file, titles]) => `  - \`${file}\`: ${titles.map((title) => `“${title}”`).join(', ')}`,
  );
}
