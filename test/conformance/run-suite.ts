import { stringify } from 'yaml';
import type { Home } from '../clients/home.ts';
import { inLanes } from '../clients/in-lanes.ts';
import type { Suite } from './suites.ts';

export interface SuiteOutcome {
  /** How many checks passed. */
  passed: number;
  /** What the suite says where it is not content: a failure that was not expected, or an expected one that passed. */
  failures: readonly string[];
}

/**
 * Runs a suite by its own command. It is the suite that judges expected failures, stale ones among them; where scenarios
 * are named, it is run once for each, with those that concern it.
 */
export async function runSuite(home: Home, url: string, suite: Suite): Promise<SuiteOutcome> {
  const { revision, scenarios, expectedFailures } = suite;
  if (scenarios === null) return await runOnce(home, url, 'all', ['--requirements', revision], expectedFailures);
  const outcomes = await inLanes(scenarios, (scenario) => {
    const expected = expectedFailures.filter((name) => name.split(':')[0] === scenario);
    return runOnce(home, url, scenario, ['--scenario', scenario, '--spec-version', revision], expected);
  });
  return {
    passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
    failures: outcomes.flatMap(({ failures }) => failures),
  };
}

async function runOnce(
  home: Home,
  url: string,
  name: string,
  args: readonly string[],
  expected: readonly string[],
): Promise<SuiteOutcome> {
  const expectedFile = `expected-${name}.yaml`;
  await home.write(expectedFile, stringify({ server: expected }));
  // Even an empty list: with it, warnings count as failures.
  const files = ['--expected-failures', expectedFile, '--output-dir', 'results'];
  const { code, output } = await home.run(['conformance', 'server', '--url', url, ...args, ...files], { seconds: 300 });
  const passed = Number(/^(?:Total|Passed): (\d+)/m.exec(output)?.[1] ?? 0);
  const isSound = code === 0 && passed > 0;
  return { passed, failures: isSound ? [] : [`${args.join(' ')} ended with ${code}\n${output.slice(-4_000)}`] };
}
