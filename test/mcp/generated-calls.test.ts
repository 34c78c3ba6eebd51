import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/cl100k_base';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isRead } from '../../src/contract/operation.ts';
import { type AnyOperation, allOperations } from '../../src/contract/operations.ts';
import { shaped } from '../attacks/values.ts';
import { type Argument, argumentsOf } from '../contract/spellings.ts';
import { figure } from '../long/trials.ts';
import { ask } from './ask.ts';
import { mcpServer } from './mcp-server.ts';
import { misfits } from './sdk-validators.ts';
import { findIds, type Ids } from './workable-calls.ts';

/** More of them, and others: GENERATED_CALLS=5000 GENERATED_SEED=7 npx vitest run test/mcp/generated-calls.test.ts */
const runs = Number(process.env.GENERATED_CALLS ?? 400);
const seed = Number(process.env.GENERATED_SEED ?? 20261128);

const at = mcpServer();
let known: Ids;
beforeAll(async () => {
  known = await findIds(at());
});

/** Ids that are there, and now and then one that is not. */
function idsFor(name: string, { account, loner, creator, video, elsewhere }: Ids): readonly string[] {
  if (name.startsWith('account_')) return [account, loner, elsewhere];
  return name.startsWith('creator_') ? [creator, elsewhere] : [video, elsewhere];
}

type Door = 'REST' | 'legacy' | 'modern' | 'call_v2_endpoint';
interface Generated {
  readonly operation: AnyOperation;
  readonly door: Door;
  readonly args: Readonly<Record<string, unknown>>;
}

const spelt = (value: unknown): unknown => {
  if (typeof value === 'boolean') return value ? 'True' : 'false';
  if (Array.isArray(value) && value.length === 1) return value[0];
  return typeof value === 'string' || value === null ? value : JSON.stringify(value);
};

/** Mostly what the schema wants, often in another spelling, now and then nothing or something else. */
function argumentValue({ schema, name }: Argument, isDeleted: boolean): fc.Arbitrary<unknown> {
  // What is deleted is missed by the calls after it.
  const ids = isDeleted ? [known.elsewhere] : idsFor(name, known);
  const good = name.endsWith('_date')
    ? fc.integer({ min: 1, max: 90 }).map((days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10))
    : name === 'account_video_id'
      ? fc.constantFrom(known.post.id, 987_654_321)
      : shaped(schema, ids);
  return fc.oneof(
    { arbitrary: good, weight: 14 },
    { arbitrary: good.map(spelt), weight: 6 },
    { arbitrary: fc.constantFrom<unknown>(null, '', [], {}, 'ten', '1e3', 0, -1), weight: 1 },
    { arbitrary: fc.jsonValue({ maxDepth: 2 }), weight: 1 },
  );
}

/** What a client adds, and what an agent mistypes. */
const more = fc.oneof(
  { arbitrary: fc.constant({}), weight: 12 },
  { arbitrary: fc.constant({ toolCallId: 'x', sessionId: 's', _meta: null }), weight: 2 },
  { arbitrary: fc.constantFrom({ platfrom: 'tiktok' }, { limt: 1 }, { ID: 'x' }), weight: 1 },
);

function generatedCall(): fc.Arbitrary<Generated> {
  return fc
    .record({
      operation: fc.constantFrom(...allOperations),
      door: fc.constantFrom<Door>('REST', 'REST', 'legacy', 'modern', 'call_v2_endpoint'),
    })
    .chain(({ operation, door }) => {
      const all = argumentsOf(operation, {}).filter(({ name }) => name !== 'cursor');
      const needed = all.filter(({ isOptional }) => !isOptional).map(({ name }) => name);
      const some = fc.record(
        Object.fromEntries(all.map((one) => [one.name, argumentValue(one, operation.method === 'DELETE')])),
        {
          requiredKeys: needed,
        },
      );
      const fields = fc.option(fc.constantFrom<unknown>('id', ['id', 'views'], 'date,views', '["name"]'), {
        nil: undefined,
        freq: 4,
      });
      return fc.record({ some, fields, added: more }).map(({ some: chosen, fields: picked, added }) => ({
        operation,
        door,
        args: {
          ...chosen,
          ...(door !== 'REST' && added),
          ...(picked !== undefined && operation.id.endsWith('timeseries') && { fields: picked }),
        },
      }));
    });
}

const result = z.object({
  content: z.array(z.object({ type: z.literal('text'), text: z.string() })),
  structuredContent: z.record(z.string(), z.unknown()),
  isError: z.literal(true).optional(),
});
const notOurs = /invalid input|expected |received |too (?:big|small)|unrecognized/i;
const failures = ['INTERNAL_ERROR', 'SERVICE_UNAVAILABLE'];

/** Places arguments as an HTTP client does. */
function placed({ operation, args }: Generated) {
  const places = new Map(argumentsOf(operation, {}).map(({ name, place }) => [name, place]));
  const part = (place: Argument['place']) => Object.entries(args).filter(([name]) => places.get(name) === place);
  const params = new Map(part('params'));
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(textOf(params.get(name))));
  const hasBody = [...places.values()].includes('body');
  return {
    path,
    query: Object.fromEntries(part('query')),
    body: hasBody ? Object.fromEntries(part('body')) : undefined,
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.toWellFormed() : JSON.stringify(value ?? null);
}

/** The answer's outcome, once it is one that may be given. */
async function outcomeOf(call: Generated): Promise<string> {
  const { operation, door, args } = call;
  const { path, query, body } = placed(call);
  if (door === 'REST') {
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, textOf(value)]),
    );
    const key = at().keys.write.fullKey;
    const asked = body === undefined ? { key } : { key, body };
    const answer = await at().server.call(operation.method, `/v2${path}?${search}`, asked);
    expect(answer.status, answer.text).toBeLessThan(500);
    if (answer.status >= 400) expect(answer.text).not.toMatch(notOurs);
    return String(answer.status);
  }
  const name = door === 'call_v2_endpoint' ? (isRead(operation) ? door : 'call_v2_endpoint_write') : operation.id;
  const sent = name === operation.id ? args : { method: operation.method, path, query, body };
  const era = door === 'legacy' ? 'legacy' : 'modern';
  const answer = await ask({ at: at(), era, method: 'tools/call', params: { name, arguments: sent } });
  const { structuredContent, content, isError } = result.parse(answer.body.result, {
    error: () => JSON.stringify(answer.body),
  });
  const text = content[0]?.text ?? '';
  expect([misfits(name, structuredContent), failures.includes(String(structuredContent.code))], text).toEqual([
    [],
    false,
  ]);
  expect(countTokens(text)).toBeLessThan(8_000);
  if (isError) expect(text).not.toMatch(notOurs);
  return isError ? String(structuredContent.code) : 'OK';
}

describe('a call generated from the contract', () => {
  it('gets a valid answer and never a failure, over REST and in both eras', async () => {
    const outcomes = new Map<string, number>();
    const asked = new Set<string>();
    const property = fc.asyncProperty(generatedCall(), async (call) => {
      const outcome = await outcomeOf(call);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      asked.add(call.operation.id);
    });
    await fc.assert(property, { numRuns: runs, seed });
    figure(
      `generated calls: ${runs} (seed ${seed}); ${[...outcomes]
        .sort()
        .map((pair) => pair.join('×'))
        .join(' ')}`,
    );
    expect(asked.size).toBe(allOperations.length);
    expect((outcomes.get('OK') ?? 0) + (outcomes.get('200') ?? 0)).toBeGreaterThan(runs / 5);
    expect(at().server.log()).not.toMatch(/"level":(50|60|"error"|"fatal")/);
  }, 1_200_000);
});
