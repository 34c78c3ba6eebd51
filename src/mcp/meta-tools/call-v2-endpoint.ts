import { z } from 'zod';
import { isRead, type Method, methods } from '../../contract/operation.ts';
import type { AnyOperation } from '../../contract/operations.ts';
import type { RawInput } from '../../contract/parse.ts';
import { invalid, Problem } from '../../contract/problem.ts';
import { readQueryString } from '../../contract/query-string.ts';
import { matchOperation } from '../../contract/route.ts';
import { neededScope, requireScope } from '../call/access.ts';
import { callOperation } from '../call/call-operation.ts';
import { fitted } from '../call/fit.ts';
import type { MetaToolContext } from '../call/meta-tool.ts';
import { metaToolSchemas } from '../call/meta-tool-schemas.ts';
import { type Arguments, readArguments } from '../call/operation-arguments.ts';
import { parseArguments } from '../call/parse-arguments.ts';
import { refuseUnfilled } from '../call/placeholder.ts';

type Asked = Pick<z.output<(typeof metaToolSchemas)['call_v2_endpoint']['input']>, 'query' | 'body'> & {
  readonly confirm?: string | undefined;
};

/** `call_v2_endpoint`: operations that change nothing, whatever their method. */
export async function callV2Endpoint(args: Arguments, context: MetaToolContext): Promise<Record<string, unknown>> {
  const { method, path, ...asked } = parseArguments(readingInput, withMethod(args));
  if (!isOneOf(metaToolSchemas.call_v2_endpoint, method))
    throw notHere(method, 'changes something', 'call_v2_endpoint_write');
  refuseUnfilled(path, asked.body);
  const found = findOperation(method, path);
  if (!isRead(found.operation)) throw notHere(method, 'here changes something', 'call_v2_endpoint_write');
  return await call(found, asked, context);
}

/** `call_v2_endpoint_write`: operations that change something. */
export async function callV2EndpointWrite(args: Arguments, context: MetaToolContext): Promise<Record<string, unknown>> {
  const { method, path, ...asked } = parseArguments(writingInput, withMethod(args));
  if (!isOneOf(metaToolSchemas.call_v2_endpoint_write, method)) throw notHere(method, 'only reads', 'call_v2_endpoint');
  refuseUnfilled(path, asked.body);
  const found = findOperation(method, path);
  if (isRead(found.operation)) throw notHere(method, 'here only reads', 'call_v2_endpoint');
  return await call(found, asked, context);
}

function isOneOf(
  { input }: (typeof metaToolSchemas)['call_v2_endpoint' | 'call_v2_endpoint_write'],
  method: Method,
): boolean {
  return input.shape.method.safeParse(method).success;
}

/** Reads stay free of prompts, so each tool keeps to its side, and says which is the other. */
function notHere(method: Method, does: string, sister: string): Problem {
  return invalid([{ field: 'method', message: `${method} ${does}: call ${sister} with the same arguments` }]);
}

/** Both tools read any method, so that the wrong one of the two says which is the right one. */
const readingInput = metaToolSchemas.call_v2_endpoint.input.extend({ method: z.enum(methods).default('GET') });
const writingInput = metaToolSchemas.call_v2_endpoint_write.input.extend({ method: z.enum(methods) });

/** Method and path as agents write them: in small letters, or both in the path, as `endpoint` of a hit has them. */
function withMethod(args: Arguments): Arguments {
  const { method, path } = args;
  const [, inPath, rest] = typeof path === 'string' ? (/^\s*([a-z]+)\s+(\/.*)$/i.exec(path) ?? []) : [];
  const said = typeof method === 'string' && method !== '' ? method : inPath;
  return {
    ...args,
    ...(rest !== undefined && { path: rest }),
    ...(said !== undefined && { method: said.toUpperCase() }),
  };
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

async function call(found: Found, asked: Asked, context: MetaToolContext) {
  const { operation } = found;
  context.reached(operation.id);
  requireScope(context.access, neededScope(operation.scope));
  const raw = rawInput(found, asked);
  const unconfirmed = await context.confirmations.asked(operation, raw, { confirm: asked.confirm, call: context.call });
  if (unconfirmed !== null) return { status: 202, body: unconfirmed };
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
  const parts = readArguments(operation, takesBody ? asRecord(raw.body) : raw.query);
  const { body } = await fitted(first.body, parts, null, async (narrowed) => {
    const smaller = await ask(takesBody ? { query: raw.query, body: narrowed } : { query: narrowed, body: raw.body });
    return smaller.body ?? {};
  });
  return { status: first.status, body };
}

function rawInput({ operation, params, search }: Found, { query, body }: Asked): RawInput {
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== null) search.append(name, textOf(value));
  }
  return {
    params,
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
