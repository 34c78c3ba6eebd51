import { isDeepStrictEqual } from 'node:util';
import { operations } from '../../src/contract/operations.ts';
import { catalog } from '../../tools/catalog.ts';
import type { Answer } from '../load/answer.ts';
import type { Asked } from '../load/request.ts';
import type { BenchKey } from '../servers/gateway.ts';
import { type Era, mcpRequest } from './mcp-request.ts';
import { type Json, jsonOf, resultOf, structureOf } from './read-answer.ts';
import type { Truth } from './truth.ts';

/** Who one lane asks as. Each has its own id and key: an answer that went to the wrong one is seen. */
export interface Asker {
  id: number;
  key: BenchKey;
}

/** One row of the table: a question, and what a right answer to it is. */
export interface Scenario {
  name: string;
  /** Shares of bare `node:http` (or of the bare handler with the same SQL), and times the SDK v2's own way. */
  goal: { floor: number; aim?: number; timesSdk?: number };
  baseline: 'as many bytes' | 'same SQL';
  /** Null where the question is no MCP. */
  era: Era | null;
  asked(asker: Asker): Asked;
  /** Where a peer is asked the same. */
  peerPath?: string;
  /** @throws Error that says what is wrong */
  check(answer: Answer, asker: Asker, truth: Truth): void;
}

const pinned = catalog.filter((tool) => tool.pinned === true).map((tool) => tool.name);

const eras = ['legacy', 'modern'] as const satisfies readonly Era[];

export const scenarios: readonly Scenario[] = [
  ...eras.map((era) => toolsList(era)),
  ...eras.map((era) => toolCall(era, 'get_api_key_info', {}, { floor: 0.25, aim: 0.35, timesSdk: 20 }, checkWhoami)),
  ...eras.map((era) =>
    toolCall(era, 'get_overview', { period: '30d' }, { floor: 0.15, aim: 0.25, timesSdk: 12 }, checkOverview),
  ),
  {
    name: 'GET /v2/whoami',
    goal: { floor: 0.4, aim: 0.5 },
    baseline: 'as many bytes',
    era: null,
    asked: ({ key }) => ({ method: 'GET', path: '/v2/whoami', headers: { Authorization: `Bearer ${key.fullKey}` } }),
    check: (answer, asker, truth) => checkWhoami(jsonOf(answer), asker, truth),
  },
  {
    name: 'GET /v2/accounts?limit=50',
    goal: { floor: 0.6 },
    baseline: 'same SQL',
    era: null,
    asked: ({ key }) => ({
      method: 'GET',
      path: '/v2/accounts?limit=50',
      headers: { Authorization: `Bearer ${key.fullKey}` },
    }),
    check: (answer, _asker, truth) => checkAccounts(jsonOf(answer), truth),
  },
];

function toolsList(era: Era): Scenario {
  return {
    name: `tools/list, ${era}`,
    peerPath: '/mcp?pinned',
    goal: { floor: 0.35, aim: 0.45, timesSdk: 25 },
    baseline: 'as many bytes',
    era,
    asked: ({ id, key }) => mcpRequest({ era, id, key: key.fullKey, method: 'tools/list', params: {} }),
    check(answer, { id }) {
      const { tools } = resultOf(answer, id);
      const names = tools.map((tool: Json) => tool.name);
      must(isDeepStrictEqual(names, pinned), `the list has ${names.join(', ')}`);
      must(
        tools.every((tool: Json) => tool.inputSchema.type === 'object' && tool.description !== ''),
        'a tool lacks its schema or description',
      );
    },
  };
}

function toolCall(
  era: Era,
  name: string,
  args: Readonly<Record<string, unknown>>,
  goal: Scenario['goal'],
  check: (structure: Json, asker: Asker, truth: Truth) => void,
): Scenario {
  return {
    name: `tools/call ${name}, ${era}`,
    goal,
    baseline: 'as many bytes',
    era,
    asked: ({ id, key }) =>
      mcpRequest({ era, id, key: key.fullKey, method: 'tools/call', params: { name, arguments: args } }),
    check: (answer, asker, truth) => check(structureOf(answer, asker.id), asker, truth),
  };
}

function checkWhoami(body: Json, { key }: Asker, truth: Truth): void {
  operations.get_api_key_info.answers[200].parse(body);
  must(body.data.organization_id === truth.organizationId, 'the key is said to be of another organization');
  must(body.data.api_key_name === key.name, `the key ${key.name} is called ${body.data.api_key_name}`);
}

function checkOverview(body: Json, _asker: Asker, truth: Truth): void {
  operations.get_overview.answers[200].parse(body);
  must(body.data.current.total_views === truth.viewsOf30Days, `total_views is ${body.data.current.total_views}`);
}

function checkAccounts(body: Json, truth: Truth): void {
  operations.list_accounts.answers[200].parse(body);
  const ids = body.data.map((row: Json) => row.id);
  must(isDeepStrictEqual(ids, truth.newestAccounts), `the accounts are ${ids.join(', ')}`);
}

function must(isTrue: boolean, otherwise: string): void {
  if (!isTrue) throw new Error(otherwise);
}
