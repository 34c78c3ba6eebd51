import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isRead } from '../../src/contract/operation.ts';
import { type AnyOperation, allOperations, operations } from '../../src/contract/operations.ts';
import { rowOperations } from '../../src/contract/rows.ts';
import { showTool } from '../../src/mcp/call/lists.ts';
import { prompts } from '../../src/mcp/prompts/prompts.ts';
import { apartTools, catalog, type Tool } from '../../tools/catalog.ts';
import type { MetaToolName } from '../../tools/meta-tools.ts';
import { figure } from '../long/trials.ts';
import { ask, callTool } from '../mcp/ask.ts';
import type { McpServer } from '../mcp/mcp-server.ts';
import { faceless, textOf } from './answers.ts';
import { type Id, inputWith, placesIn, targetOf } from './places.ts';
import {
  known,
  nobodysIds,
  nobodysWord,
  openTenants,
  rowsOfTenant,
  type Tenant,
  type Tenants,
  theirWord,
  traces,
} from './tenants.ts';

const eras = ['legacy', 'modern'] as const;
const tools = [...catalog, ...apartTools];

let tenants: Tenants;
let at: McpServer;
let before: unknown;
let cells = 0;

beforeAll(async () => {
  tenants = await openTenants('sqlite');
  at = asking(tenants.own);
  before = await rowsOfTenant(tenants.server, tenants.theirs);
});
afterAll(async () => {
  figure(`two tenants by MCP: ${cells} answers of ${tools.length} tools and ${Object.keys(prompts).length} prompts`);
  await tenants.stop();
});

/** The endpoint, as asked with the key of one of them. */
function asking({ key }: Tenant): McpServer {
  const pair = { fullKey: key, keyId: '' };
  return { server: tenants.server, url: `${tenants.server.url}/mcp`, keys: { read: pair, write: pair } };
}

/** What to ask with something of theirs, and with what never existed, in the same place. */
interface Pair {
  readonly place: string;
  readonly theirs: Id;
  readonly nobodys: Id;
  readonly args: (value: Id) => Record<string, unknown>;
}

/** Their ids, words and cursors, each with one of nobody. */
function valuesFor(name: string, kind: 'id' | 'cursor' | 'words', cursor: string): readonly [Id, Id] {
  if (kind === 'words') return [theirWord, nobodysWord];
  if (kind === 'cursor') return [cursor, cursor.split('').reverse().join('')];
  return [tenants.theirs.ids[name] ?? '', nobodysIds[name] ?? ''];
}

async function pairsOf(operation: AnyOperation): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (const place of placesIn(operation, known)) {
    const cursor = place.kind === 'cursor' ? await theirCursor(operation) : '';
    const [theirs, nobodys] = valuesFor(place.name, place.kind, cursor);
    const args = (value: Id) => {
      const { params, query, body } = inputWith(operation, tenants.own.ids, place, value);
      return { ...params, ...query, ...body };
    };
    pairs.push({ place: place.name, theirs, nobodys, args });
  }
  return pairs;
}

const paged = z.object({ pagination: z.object({ next_cursor: z.string() }) });

async function theirCursor({ id }: AnyOperation): Promise<string> {
  const { structure } = await callTool({ at: asking(tenants.theirs), name: id, args: { limit: 1 } });
  return paged.parse(structure).pagination.next_cursor;
}

/** The same through a tool that takes a path. */
function endpointPairs(isWanted: (operation: AnyOperation) => boolean): readonly Pair[] {
  return allOperations.filter(isWanted).flatMap((operation) =>
    placesIn(operation, known)
      .filter(({ kind }) => kind !== 'cursor')
      .map((place): Pair => {
        const [theirs, nobodys] = valuesFor(place.name, place.kind, '');
        const args = (value: Id) => {
          const input = inputWith(operation, tenants.own.ids, place, value);
          return { method: operation.method, path: targetOf(operation, input), body: input.body };
        };
        return { place: `${operation.id} ${place.name}`, theirs, nobodys, args };
      }),
  );
}

/** Everything of theirs that a free text could name. */
function textPairs(argument: string): readonly Pair[] {
  const args = (value: Id) => ({ [argument]: String(value) });
  const words = { place: argument, theirs: theirWord, nobodys: nobodysWord, args };
  const ids = Object.keys(nobodysIds).map((name): Pair => {
    const [theirs, nobodys] = valuesFor(name, 'id', '');
    return { place: argument, theirs: String(theirs), nobodys: String(nobodys), args };
  });
  return [words, ...ids];
}

const found = z.object({ results: z.array(z.object({ id: z.string() })).min(4) });

/** Every document that their own search finds. */
async function documentPairs(): Promise<readonly Pair[]> {
  const { structure } = await callTool({ at: asking(tenants.theirs), name: 'search', args: { query: theirWord } });
  return found.parse(structure).results.map(({ id }): Pair => {
    const [kind = '', ...rest] = id.split(':');
    const nobodys = kind === 'post' ? nobodysIds.account_video_id : nobodysIds.account_id;
    return {
      place: kind,
      theirs: rest.at(-1) ?? '',
      nobodys: nobodys ?? '',
      args: (value) => ({ id: [kind, ...rest.slice(0, -1), value].join(':') }),
    };
  });
}

/** Rows of one thing: a filter goes into the link as it is, and the count beside it is that of the list's own tool. */
async function exportPairs(): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (const { operation } of rowOperations) {
    for (const pair of await pairsOf(operation)) {
      if (!Object.hasOwn(operation.params.shape, pair.place)) continue;
      pairs.push({ ...pair, args: (value) => ({ list: operation.id, arguments: pair.args(value) }) });
    }
  }
  return pairs;
}

function isNumberInPart(id: Id): boolean {
  return /(^|-)\d+(-|$)/.test(String(id));
}

/** A meta tool that nobody has said here how to ask does not compile. */
const metaPairs: Readonly<Record<MetaToolName, () => readonly Pair[] | Promise<readonly Pair[]>>> = {
  // Words alone: it looks in ours, of which a random id may hold one ("200", "day").
  search_tools: () => textPairs('query').slice(0, 1),
  get_help: () => textPairs('topic'),
  call_v2_endpoint: () => endpointPairs(isRead),
  call_v2_endpoint_write: () => endpointPairs((operation) => !isRead(operation)),
  // Captions of ours hold digits: a bare number may stand in them, and so may a part of an id that is all digits.
  search: () => textPairs('query').filter((pair) => !isNumberInPart(pair.theirs) && !isNumberInPart(pair.nobodys)),
  export_data: exportPairs,
  fetch: documentPairs,
};

function pairsFor(tool: Tool): readonly Pair[] | Promise<readonly Pair[]> {
  return tool.kind === 'meta' ? metaPairs[tool.name]() : pairsOf(operations[tool.name]);
}

/** A tool's answer without what differs, after it was looked through for what is theirs. */
async function answerOf(asked: Parameters<typeof ask>[0], value: Id): Promise<unknown> {
  cells += 1;
  const answer = await ask(asked);
  expect(textOf(answer, value), `${asked.method} ${JSON.stringify(asked.params)}`).not.toMatch(traces(tenants.theirs));
  return faceless(answer, value);
}

describe.each(eras)("another organization's things, by MCP in the %s era", (era) => {
  it.each(tools.map((tool) => ({ tool, name: tool.name })))('are to $name what never existed', async ({ tool }) => {
    for (const { place, theirs, nobodys, args } of await pairsFor(tool)) {
      const call = (value: Id) =>
        answerOf({ at, era, method: 'tools/call', params: { name: tool.name, arguments: args(value) } }, value);
      expect(await call(theirs), `their ${place}`).toEqual(await call(nobodys));
    }
    if (tool.kind === 'meta') return;
    // What names nothing of theirs must show nothing of theirs either. What is made is our own.
    const { params, query, body } = inputWith(operations[tool.name], tenants.own.ids, null, '');
    const plain = { name: tool.name, arguments: { ...params, ...query, ...body } };
    if (operations[tool.name].method !== 'DELETE') await answerOf({ at, era, method: 'tools/call', params: plain }, '');
  });

  it('are no completion of what is typed, and no part of a prompt', async () => {
    for (const [name, prompt] of Object.entries(prompts)) {
      for (const argument of Object.keys(prompt.arguments)) {
        const complete = (value: string) => {
          const params = { ref: { type: 'ref/prompt', name }, argument: { name: argument, value } };
          return answerOf({ at, era, method: 'completion/complete', params }, value);
        };
        expect(await complete(theirWord), `${name} ${argument}`).toEqual(await complete(nobodysWord));
        await complete('');
      }
      const get = (value: string) => {
        const given = Object.entries(prompt.arguments).filter(([, { values }]) => !Array.isArray(values));
        const params = { name, arguments: Object.fromEntries(given.map(([key]) => [key, value])) };
        return answerOf({ at, era, method: 'prompts/get', params }, value);
      };
      expect(await get(theirWord), name).toEqual(await get(nobodysWord));
    }
  });

  it('are no resource, and no name of anything', async () => {
    for (const [name, theirs] of Object.entries(tenants.theirs.ids)) {
      const nobodys = nobodysIds[name] ?? '';
      const read = (id: Id) =>
        answerOf({ at, era, method: 'resources/read', params: { uri: `creatoraudit://accounts/${id}` } }, id);
      expect(await read(theirs)).toEqual(await read(nobodys));
      const call = (id: Id) => answerOf({ at, era, method: 'tools/call', params: { name: String(id) } }, id);
      expect(await call(theirs)).toEqual(await call(nobodys));
    }
    for (const method of ['resources/list', 'resources/templates/list', 'prompts/list', 'tools/list']) {
      await answerOf({ at, era, search: '?tools=all', method }, '');
    }
  });
});

it('every argument that a list shows is one that the contract or this suite knows', () => {
  for (const tool of tools) {
    if (tool.kind === 'meta') continue;
    const { params, query, body } = operations[tool.name];
    const fields = [params, query, body].flatMap((part) => ('shape' in part ? Object.keys(part.shape ?? {}) : []));
    const { properties } = z.object({ properties: z.looseObject({}) }).parse(showTool(tool).inputSchema);
    expect([...fields, 'fields', 'confirm'], tool.name).toEqual(expect.arrayContaining(Object.keys(properties)));
  }
});

it('what is theirs is as it was', async () => {
  expect(await rowsOfTenant(tenants.server, tenants.theirs)).toEqual(before);
});
