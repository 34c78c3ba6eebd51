import type { ReplyOf } from '../../contract/operation.ts';
import type { AnyOperation } from '../../contract/operations.ts';
import { Problem } from '../../contract/problem.ts';
import type { RawAnswer } from '../send/connection.ts';
import { isJson, parsedJson } from './json.ts';
import { answerSchema, wrongFields } from './wrong-fields.ts';

/**
 * A success of the upstream as the port's reply, its body as it came.
 * @param basePath path of the upstream's base URL: what `Location` is below
 * @throws Problem UPSTREAM_ERROR that names what is wrong with it
 */
export function readReply<O extends AnyOperation>(operation: O, raw: RawAnswer, basePath: string): ReplyOf<O> {
  const { status } = raw;
  const schema = answerSchema(operation, status);
  if (schema === undefined) {
    const redirect = status >= 300 && status < 400 ? ' Redirects are not followed: correct UPSTREAM_URL.' : '';
    throw upstreamError(`answered ${operation.id} with the status ${status}, which v2 does not have there.${redirect}`);
  }
  const reply =
    schema === null ? { status } : { status, body: readBody(operation, raw), ...locationOf(raw.location, basePath) };
  const wrong: string[] = [];
  if (isReply(operation, reply, wrong)) return reply;
  throw upstreamError(`answered ${operation.id} with something else than v2 describes: ${wrong.join('; ')}.`);
}

function readBody({ id }: AnyOperation, { contentType, text }: RawAnswer): unknown {
  if (!isJson(contentType)) throw upstreamError(`answered ${id} with another content type than application/json.`);
  const body = parsedJson(text);
  if (body === undefined) throw upstreamError(`answered ${id} with a body that is not JSON.`);
  return body;
}

/** Whether a reply is one of the operation's, but for what nothing here needs (see `wrongFields`). */
function isReply<O extends AnyOperation>(
  operation: O,
  reply: { status: number; body?: unknown },
  wrong: string[],
): reply is ReplyOf<O> & { status: number } {
  const schema = answerSchema(operation, reply.status);
  if (schema) wrong.push(...wrongFields(schema, reply.body));
  return wrong.length === 0;
}

/**
 * `Location` below the upstream's base, so that the REST door can put our host in front; left out where it leads
 * anywhere else.
 */
function locationOf(header: string | null, basePath: string): { location?: `/${string}` } {
  const { pathname } = URL.parse(header ?? '', `http://upstream${basePath}/`) ?? {};
  if (header === null || !pathname?.startsWith(`${basePath}/`)) return {};
  return { location: `/${pathname.slice(basePath.length + 1)}` };
}

function upstreamError(what: string): Problem {
  return new Problem('UPSTREAM_ERROR', `The upstream API ${what}`);
}
