import { z } from 'zod';
import { isRecord } from '../../contract/is-record.ts';
import { isRead, type ReplyOf } from '../../contract/operation.ts';
import type { AnyOperation } from '../../contract/operations.ts';
import { Problem } from '../../contract/problem.ts';
import type { RawAnswer } from '../send/connection.ts';
import { type Difference, differencesOf } from './differences.ts';
import { isJson, parsedJson } from './json.ts';
import { answerSchema, lackedFields } from './needed-fields.ts';
import type { OwnKey } from './own-key.ts';

/** Where an answer came from: what was asked for, below `basePath`, the path of the upstream's base URL. */
interface Asked {
  readonly target: string;
  readonly basePath: string;
  /** The key that the upstream was sent: cut from what it answers. */
  readonly key: OwnKey;
}

interface Read<O extends AnyOperation> {
  readonly reply: ReplyOf<O>;
  readonly differences: readonly Difference[];
}

/**
 * A success of the upstream as the port's reply, its body as it came but for the key that it was sent, and how it differs from what v2 describes.
 * @throws Problem UPSTREAM_ERROR that names what is wrong with it
 */
export function readReply<O extends AnyOperation>(operation: O, raw: RawAnswer, asked: Asked): Read<O> {
  const isDone = raw.status >= 200 && raw.status < 300;
  const { differences, lacking, ...reply } =
    !isRead(operation) && isDone ? writeReply(operation, raw, asked) : readingReply(operation, raw, asked);
  if (isUsable(operation, reply, lacking)) return { reply, differences };
  throw upstreamError(`answered ${operation.id} with something else than v2 describes: ${lacking.join('; ')}.`);
}

interface Found {
  readonly status: number;
  readonly body?: unknown;
  readonly location?: `/${string}`;
  readonly differences: readonly Difference[];
  /** What is used here and is not there. */
  readonly lacking: readonly string[];
}

function readingReply(operation: AnyOperation, raw: RawAnswer, { key }: Asked): Found {
  const { status } = raw;
  const schema = answerSchema(operation, status);
  if (schema === undefined) {
    const redirect = status >= 300 && status < 400 ? ' Redirects are not followed: correct UPSTREAM_URL.' : '';
    throw upstreamError(`answered ${operation.id} with the status ${status}, which v2 does not have there.${redirect}`);
  }
  if (schema === null) return { status, differences: [], lacking: [] };
  const body = readBody(operation, raw, key);
  return { status, body, differences: differencesOf(schema, body), lacking: lackedFields(schema, body) };
}

/**
 * What was written is written, whatever the answer looks like: a caller that is told of a failure would write again. Of
 * the statuses of success it is the contract's.
 */
function writeReply(operation: AnyOperation, raw: RawAnswer, asked: Asked): Found {
  const [usual = 200] = Object.keys(operation.answers).map(Number);
  const isKnown = answerSchema(operation, raw.status) !== undefined;
  const status = isKnown ? raw.status : usual;
  const schema = answerSchema(operation, status);
  const otherStatus: readonly Difference[] = isKnown ? [] : [{ field: 'status', kind: 'another_status' }];
  if (!schema) return { status, differences: otherStatus, lacking: [] };
  const parsed = parsedJson(raw.text);
  const sent = asked.key.mayBeIn(raw.text) ? asked.key.cutFrom(parsed) : parsed;
  const body = isRecord(sent) ? sent : undefined;
  const location = status === 201 ? locationOf(operation, raw, body, asked) : undefined;
  return {
    status,
    body: body ?? { note: unreadNote, data: null },
    ...(location !== undefined && { location }),
    differences: [...otherStatus, ...(body === undefined ? [unread] : differencesOf(schema, body))],
    lacking: [],
  };
}

const unread: Difference = { field: 'body', kind: 'unreadable' };
const unreadNote =
  'The upstream API did this, and its answer could not be read: do not do it again, look it up with a list or get instead.';

/** Whether the answer to a write says nothing that its caller could go on with. */
export function isUnread(differences: readonly Difference[]): boolean {
  return differences.includes(unread);
}

function readBody({ id }: AnyOperation, { contentType, text }: RawAnswer, key: OwnKey): unknown {
  if (!isJson(contentType)) throw upstreamError(`answered ${id} with another content type than application/json.`);
  const body = parsedJson(text);
  if (body === undefined) throw upstreamError(`answered ${id} with a body that is not JSON.`);
  // Before it is looked at: what is wrong with it is told by the names in it.
  return key.mayBeIn(text) ? key.cutFrom(body) : body;
}

/** Whether a reply has what is used of it; the rest is as the upstream says, and nothing here relies on it. */
function isUsable<O extends AnyOperation>(
  operation: O,
  reply: { status: number; body?: unknown },
  lacking: readonly string[],
): reply is ReplyOf<O> & { status: number } {
  return answerSchema(operation, reply.status) !== undefined && lacking.length === 0;
}

/**
 * Where the thing is that was made, below the base, so that the REST door can put our host in front: as `Location`
 * says, and where that leads anywhere else, as the contract's paths do.
 */
function locationOf(
  { method }: AnyOperation,
  { location }: RawAnswer,
  body: unknown,
  { target, basePath, key }: Asked,
): `/${string}` | undefined {
  const { pathname } = URL.parse(location ?? '', `http://upstream${basePath}/`) ?? {};
  if (location !== null && pathname?.startsWith(`${basePath}/`) && !key.mayBeIn(pathname)) {
    return `/${pathname.slice(basePath.length + 1)}`;
  }
  const asked = target.slice(basePath.length + 1);
  if (method === 'PUT') return `/${asked}`;
  const { data } = withId.safeParse(body);
  return data === undefined ? undefined : `/${asked}/${encodeURIComponent(data.data.id)}`;
}

const withId = z.object({ data: z.object({ id: z.string() }) });

function upstreamError(what: string): Problem {
  return new Problem('UPSTREAM_ERROR', `The upstream API ${what}`);
}
