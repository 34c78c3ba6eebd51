import type { Operation } from '../../src/contract/operation.ts';
import { operations } from '../../src/contract/operations.ts';
import { catalog, type Tool } from '../../tools/catalog.ts';
import { behind } from '../server/start-test-server.ts';

/** The catalog as the servers of a file of tests have it: in front of an upstream nothing that works on own data. */
export const offered: readonly Tool[] = catalog.filter((tool) => behind.start === null || !isOwn(tool));

function isOwn(tool: Tool): boolean {
  if (tool.kind === 'meta') return false;
  const { ours }: Operation = operations[tool.name];
  return ours === 'own_store';
}
