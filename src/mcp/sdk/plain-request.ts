import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type JSONRPCRequest,
  PROTOCOL_VERSION_META_KEY,
} from '@modelcontextprotocol/server';
import type { ProtocolHeaders, Route } from './route.ts';
import { legacyRevisions, modernRevision } from './server.ts';

/** What the shared server of the new era answers, and the parameter that `Mcp-Name` must repeat. */
const sharedModernMethods: ReadonlyMap<string, 'name' | 'uri' | null> = new Map([
  ['tools/list', null],
  ['tools/call', 'name'],
  ['prompts/list', null],
  ['prompts/get', 'name'],
  ['resources/list', null],
  ['resources/templates/list', null],
  ['resources/read', 'uri'],
  ['completion/complete', null],
  ['server/discover', null],
]);

/**
 * The route of a request that is obviously valid; null for all others, which the SDK's classifier decides. Its checks
 * take a third of the time of a whole call, and nearly every request is obviously valid
 * (test/mcp/plain-request.test.ts: the two never disagree,
 * proven for this very version of the SDK).
 */
export function plainRoute(body: unknown, headers: ProtocolHeaders): Route | null {
  if (!isPlainRequest(body)) return null;
  const meta = body.params?._meta;
  const claimed = meta?.[PROTOCOL_VERSION_META_KEY];
  if (claimed === undefined) {
    const isLegacy = headers.version === undefined || legacyRevisions.includes(headers.version);
    const hasClaim = meta !== undefined && PROTOCOL_VERSION_META_KEY in meta;
    return isLegacy && !hasClaim && body.method !== 'initialize'
      ? { kind: 'shared', era: 'legacy', message: body }
      : null;
  }
  return claimed === modernRevision && isPlainEnvelope(meta) && headersRepeatBody(body, headers)
    ? { kind: 'shared', era: 'modern', message: body }
    : null;
}

/**
 * Whether the new era's required headers are there and literally equal: then nothing is left to check. A missing,
 * different or encoded one is judged by the SDK's handler.
 */
export function headersRepeatBody(message: JSONRPCRequest, headers: ProtocolHeaders): boolean {
  const mirrored = sharedModernMethods.get(message.method);
  if (mirrored === undefined || headers.version !== modernRevision || headers.method !== message.method) return false;
  return mirrored === null || (headers.name !== undefined && headers.name === message.params?.[mirrored]);
}

const requestKeys: ReadonlySet<string> = new Set(['jsonrpc', 'id', 'method', 'params']);

function isPlainRequest(body: unknown): body is JSONRPCRequest {
  if (!isObject(body) || !Object.keys(body).every((key) => requestKeys.has(key))) return false;
  const { jsonrpc, id, method, params } = body;
  return (
    jsonrpc === '2.0' &&
    (typeof id === 'string' || Number.isSafeInteger(id)) &&
    typeof method === 'string' &&
    (params === undefined || (isObject(params) && isPlainMeta(params._meta)))
  );
}

/** Progress tokens and the like are left to the classifier. */
function isPlainMeta(meta: unknown): boolean {
  return meta === undefined || (isObject(meta) && Object.keys(meta).every((key) => envelopeKeys.has(key)));
}

const envelopeKeys: ReadonlySet<string> = new Set([
  PROTOCOL_VERSION_META_KEY,
  CLIENT_INFO_META_KEY,
  CLIENT_CAPABILITIES_META_KEY,
]);

/** The envelope as nearly all clients send it: name, version, perhaps a title, and capabilities of empty objects. */
function isPlainEnvelope(meta: Readonly<Record<string, unknown>> | undefined): boolean {
  const client = meta?.[CLIENT_INFO_META_KEY];
  const capabilities = meta?.[CLIENT_CAPABILITIES_META_KEY];
  return (
    isObject(client) &&
    typeof client.name === 'string' &&
    typeof client.version === 'string' &&
    Object.keys(client).every((key) => key === 'name' || key === 'version') &&
    isObject(capabilities) &&
    Object.keys(capabilities).length === 0
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
