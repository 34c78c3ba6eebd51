import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createMetrics } from '../../src/observe/metrics.ts';

const operations = readFileSync('docs/operations.md', 'utf8');

it('names every metric, those of Node and of the process too', async () => {
  const metrics = createMetrics({ openExchanges: () => 0 });
  metrics.upstream();
  metrics.mail();
  metrics.heavyReads(() => ({ waiting: 0, running: 0, killed: 0 }));
  const names = Array.from((await metrics.text()).matchAll(/^# TYPE (\S+)/gm), ([, name]) => `\`${name}\``);
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !operations.includes(name))).toEqual([]);
});

it('quotes what the program says, word for word', () => {
  const source = globSync('src/**/*.ts')
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const [, section = ''] = operations.split('\n## What it says, and what to do\n');
  const quoted = section.split('\n').flatMap((line) => line.match(/^\| (“.*”) \|/)?.[1]?.match(/“[^”]+”/g) ?? []);
  expect(quoted.length).toBeGreaterThan(35);
  // What differs from time to time is an ellipsis.
  const isSaid = (text: string) =>
    text
      .slice(1, -1)
      .split('…')
      .every((part) => source.includes(part));
  expect(quoted.filter((text) => !isSaid(text))).toEqual([]);
});
