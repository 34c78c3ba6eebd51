import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';

/**
 * The plugin for apps is published for exact versions of its peers, older than those that our better-auth brings: npm
 * installs them side by side with what is here only by `overrides`. Which they are is written down, so that a step of either
 * is taken with open eyes: with test/oauth/ run, and this file changed.
 */
const plugin = '@better-auth/oauth-provider';
const steppedOver = {
  'better-auth': '1.7.25',
  peers: { 'better-call': '1.4.0', '@better-auth/utils': '0.4.2', '@better-fetch/fetch': '1.3.2' },
};

const manifest = z.looseObject({
  version: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  overrides: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});
const read = (path: string) => manifest.parse(JSON.parse(readFileSync(path, 'utf8')));
const ours = read('package.json');
const installed = (name: string) => read(`node_modules/${name}/package.json`);

it('steps over the peers that were looked at, and over no others', () => {
  const { peerDependencies } = installed(plugin);
  const exact = Object.entries(peerDependencies).filter(([, range]) => /^\d/.test(range));
  expect(Object.fromEntries(exact)).toEqual(steppedOver.peers);
  expect(installed('better-auth').version).toBe(steppedOver['better-auth']);
});

it('gives the plugin the very parts that better-auth works with', () => {
  const overrides = ours.overrides[plugin] ?? {};
  expect(Object.keys(overrides).sort()).toEqual(Object.keys(steppedOver.peers).sort());
  const brought = installed('better-auth').dependencies;
  for (const [name, version] of Object.entries(overrides)) {
    expect(version, name).toBe(installed(name).version);
    expect(version, name).toBe(brought[name]);
  }
});

it('is pinned, as better-auth is', () => {
  expect(ours.dependencies[plugin]).toBe(installed(plugin).version);
  expect(ours.dependencies['better-auth']).toBe(installed('better-auth').version);
});
