import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';

const entry = z.looseObject({
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  inBundle: z.boolean().optional(),
});
const lock = z
  .object({ packages: z.record(z.string(), entry) })
  .parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');

it('holds npm ci to the bytes of each package, for every system', () => {
  expect(packages.length).toBeGreaterThan(400);
  // What is bundled is part of the bytes of the package that bundles it.
  const loose = packages.filter(([, { integrity = '', inBundle }]) => inBundle !== true && !/^sha512-/.test(integrity));
  expect(loose.map(([path]) => path)).toEqual([]);
});

it('names no registry and no place of this machine, so that each installs from its own', () => {
  const placed = packages.filter(([, { resolved, link }]) => resolved !== undefined || link === true);
  expect(placed.map(([path]) => path)).toEqual([]);
});
