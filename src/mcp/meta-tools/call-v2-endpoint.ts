import type { z } from 'zod';
import { isRead } from '../../contract/operation.ts';
import type { AnyOperation } from '../../contract/operations.ts';
import type { RawInput } from '../../contract/parse.ts';
import { invalid, Problem } from '../../contract/problem.ts';
import { readPathParams, readQueryString } from '../../contract/query-string.ts';
import { matchOperation } from '../../contract/route.ts';
import { requireScope } from '../call/access.ts';
import { callOperation } from '../call/call-operation.ts';
import { fitted } from '../call/fit.ts';
import type { MetaToolContext } from '../call/meta-tool.ts';
import { metaToolSchemas } from '../call/meta-tool-schemas.ts';
import type { Arguments } from '../call/operation-arguments.ts';
import { parseArguments } from '../call/parse-arguments.ts';

type Asked = z.output<(typeof metaToolSchemas)['call_v2_endpoint_write']['input']>;

/** `call_v2_endpoint`: operations that change nothing, whatever their method. */
export async function callV2Endpoint(args: Arguments, context: MetaToolContext): Promise<Record<string, unknown>> {
  const { method, ...asked } = parseArguments(metaToolSchemas.call_v2_endpoint.input, args);
  const found = findOperation(method, asked.path);
  if (!isRead(found.operation)) {
    throw invalid([{ field: 'path', message: `${method} here changes something: take call_v2_endpoint_write` }]);
  }
  return await call(found, asked, context);
}

/** `call_v2_endpoint_write`: operations that change something. */
export async function callV2EndpointWrite(args: Arguments, context: MetaToolContext): Promise<Record<string, unknown>> {
  const { method, ...asked } = parseArguments(metaToolSchemas.call_v2_endpoint_write.input, args);
  const found = findOperation(method, asked.path);
  if (isRead(found.operation)) throw invalid([{ field: 'path', message: 'only reads: take call_v2_endpoint' }]);
  return await call(found, asked, context);
}

interface Found {
  operation: AnyOperation;
  params: Readonly<Record<string, string>>;
  search: URLSearchParams;
}

/**
 * The operation behind a method and a path. A path is only ever matched with the contract's own: there is no address
 * that it could be made to reach.
 * @throws Problem VALIDATION_ERROR for a path that is none of them, METHOD_NOT_ALLOWED
 */
function findOperation(method: string, text: string): Found {
  const [path = '', search = ''] = text.split('?', 2);
  const match = matchOperation(method, path.replace(/^\/?v2(?=\/)/, '').replace(/^(?!\/)/, '/'));
  if (match.kind === 'found') return { ...match, search: new URLSearchParams(search) };
  if (match.kind === 'method_not_allowed') {
    const { allow } = match;
    throw new Problem('METHOD_NOT_ALLOWED', `This path takes ${allow.join(', ')}.`, { allow });
  }
  throw invalid([{ field: 'path', message: 'is no endpoint; get_help with topic "tools" lists them all' }]);
}

async function call(found: Found, asked: Omit<Asked, 'method' | 'path'>, context: MetaToolContext) {
  const { operation } = found;
  context.reached(operation.id);
  requireScope(context.access, operation.scope === 'open' ? null : operation.scope);
  const raw = rawInput(found, asked);
  const ask = async ({ query, body }: Pick<RawInput, 'query' | 'body'>) => {
    const reply = await callOperation(context.api, operation.id, { params: raw.params, query, body }, context.call);
    return {
      status: reply.status,
      body: typeof reply.body === 'object' && reply.body !== null ? { ...reply.body } : null,
    };
  };
  const first = await ask(raw);
  if (first.body === null) return { status: first.status };
  // What narrows an answer is in the query of a GET and in the body of a batch.
  const takesBody = operation.body.type === 'object';
  const parts = takesBody ? asRecord(raw.body) : raw.query;
  const { body } = await fitted(first.body, parts, null, async (narrowed) => {
    const smaller = await ask(takesBody ? { query: raw.query, body: narrowed } : { query: narrowed, body: raw.body });
    return smaller.body ?? {};
  });
  return { status: first.status, body };
}

function rawInput({ operation, params, search }: Found, { query, body }: Pick<Asked, 'query' | 'body'>): RawInput {
  for (const [name, value] of Object.entries(query ?? {})) search.append(name, textOf(value));
  return {
    params: readPathParams(operation, params),
    query: readQueryString(operation.query, search),
    body,
  };
}

/** Values of a query are texts, as in a URL; an agent gives numbers and booleans too. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
