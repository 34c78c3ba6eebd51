import { z } from 'zod';
import type { ReplyOf } from '../../contract/operation.ts';
import type { AnyOperation } from '../../contract/operations.ts';
import { Problem } from '../../contract/problem.ts';
import type { RawAnswer } from '../send/connection.ts';
import { isJson, parsedJson } from './json.ts';
import type { OwnKey } from './own-key.ts';
import { answerSchema, wrongFields } from './wrong-fields.ts';

/**
 * A success of the upstream as the port's reply, its body as it came but for the key that the upstream was sent.
 * @param target what was asked for, below `basePath`, the path of the upstream's base URL
 * @throws Problem UPSTREAM_ERROR that names what is wrong with it
 */
export function readReply<O extends AnyOperation>(
  operation: O,
  raw: RawAnswer,
  { target, basePath, key }: { target: string; basePath: string; key: OwnKey },
): ReplyOf<O> {
  const { status } = raw;
  const schema = answerSchema(operation, status);
  if (schema === undefined) {
    const redirect = status >= 300 && status < 400 ? ' Redirects are not followed: correct UPSTREAM_URL.' : '';
    throw upstreamError(`answered ${operation.id} with the status ${status}, which v2 does not have there.${redirect}`);
  }
  const body = schema === null ? undefined : readBody(operation, raw, key);
  const made = status === 201 ? { location: locationOf(raw, body, { target, basePath, key }) } : {};
  const reply = schema === null ? { status } : { status, body, ...made };
  const wrong: string[] = [];
  if (isReply(operation, reply, wrong)) return reply;
  throw upstreamError(`answered ${operation.id} with something else than v2 describes: ${wrong.join('; ')}.`);
}

function readBody({ id }: AnyOperation, { contentType, text }: RawAnswer, key: OwnKey): unknown {
  if (!isJson(contentType)) throw upstreamError(`answered ${id} with another content type than application/json.`);
  const body = parsedJson(text);
  if (body === undefined) throw upstreamError(`answered ${id} with a body that is not JSON.`);
  // Before it is looked at: what is wrong with it is told by the names in it.
  return key.mayBeIn(text) ? key.cutFrom(body) : body;
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
 * Where the thing is that was made, below the base, so that the REST door can put our host in front: as `Location`
 * says, and where that leads anywhere else, as the contract's paths do.
 */
function locationOf(
  { location }: RawAnswer,
  body: unknown,
  { target, basePath, key }: { target: string; basePath: string; key: OwnKey },
): `/${string}` {
  const { pathname } = URL.parse(location ?? '', `http://upstream${basePath}/`) ?? {};
  if (location !== null && pathname?.startsWith(`${basePath}/`) && !key.mayBeIn(pathname)) {
    return `/${pathname.slice(basePath.length + 1)}`;
  }
  const asked = target.slice(basePath.length + 1);
  const { data } = withId.safeParse(body);
  return data === undefined ? `/${asked}` : `/${asked}/${encodeURIComponent(data.data.id)}`;
}

const withId = z.object({ data: z.object({ id: z.string() }) });

function upstreamError(what: string): Problem {
  return new Problem('UPSTREAM_ERROR', `The upstream API ${what}`);
}
