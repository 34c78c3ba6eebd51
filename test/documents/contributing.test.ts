import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const contributing = readFileSync('CONTRIBUTING.md', 'utf8');

it('CONTRIBUTING.md lists every suite', () => {
  const suites = Object.keys(manifest.scripts).filter((name) => /^(test|bench)(:|$)/.test(name));
  expect(suites).toContain('test:long');
  const commands = suites.map((name) => (name === 'test' ? 'npm test' : `npm run ${name}`));
  expect(commands.filter((command) => !contributing.includes(`\`${command}\``))).toEqual([]);
});

it('CONTRIBUTING.md says what .ci/run runs', () => {
  const [said = ''] = contributing.match(/^`\.ci\/run` runs .*$/m) ?? [];
  const run = Array.from(
    readFileSync('.ci/run', 'utf8').matchAll(/^(?:\w+=\S+ )*(npm .*)$/gm),
    ([, command]) => command,
  );
  expect(run.length).toBeGreaterThan(5);
  expect(run.filter((command) => !said.includes(`\`${command}\``))).toEqual([]);
});
