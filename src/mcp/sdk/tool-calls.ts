import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type JSONRPCRequest,
  PROTOCOL_VERSION_META_KEY,
  ProtocolError,
  Server,
} from '@modelcontextprotocol/server';
import { Multiplexer } from './multiplexer.ts';
import type { RpcResponse } from './rpc-response.ts';
import { answerSafely, type Era, legacyRevisions, modernRevision } from './server.ts';
import { InvalidParams, type Surface } from './surface.ts';

/** Answers one `tools/call`. */
export type AnswerCall<E> = (era: Era, request: JSONRPCRequest, exchange: E) => Promise<RpcResponse>;

type Called<E> = Pick<Surface<E>, 'identity' | 'callTool' | 'failed'>;

/**
 * Tool calls without the SDK's dispatcher, which parses a request three times with zod, makes an abort controller and
 * ten closures: a fifth of the CPU of a call. The SDK's classifier has checked the request already (in a batch, its
 * check of a single request has), and the fields that its dispatcher adds to a result are learned from it once per era.
 * test/mcp/tool-calls.test.ts: both ways give the same answers, proven for this very version of the SDK, except
 * that `arguments: null` means no arguments here.
 */
export async function toolCallsOver<E>(surface: Called<E>): Promise<AnswerCall<E>> {
  const added: Readonly<Record<Era, object>> = {
    legacy: await addedBySdk('legacy', surface.identity),
    modern: await addedBySdk('modern', surface.identity),
  };
  return async (era, request, exchange) => {
    const { id } = request;
    try {
      const { name, args } = callOf(request);
      const result = await answerSafely(surface, exchange, (asked) => surface.callTool(asked, name, args));
      return { id, result: { ...result, ...added[era] } };
    } catch (error) {
      if (!(error instanceof InvalidParams || error instanceof ProtocolError)) throw error;
      const { code, message, data } = error;
      return { id, error: { code, message, ...(data !== undefined && { data }) } };
    }
  };
}

function callOf({ params }: JSONRPCRequest): { name: string; args: Readonly<Record<string, unknown>> } {
  const name: unknown = params?.name;
  const args: unknown = params?.arguments ?? {};
  if (typeof name !== 'string') throw new InvalidParams('Invalid tools/call request: params.name must be a text.');
  if (typeof args !== 'object' || args === null || Array.isArray(args)) {
    throw new InvalidParams('Invalid tools/call request: params.arguments must be an object.');
  }
  return { name, args: { ...args } };
}

const envelope = {
  [PROTOCOL_VERSION_META_KEY]: modernRevision,
  [CLIENT_INFO_META_KEY]: { name: 'probe', version: '1' },
  [CLIENT_CAPABILITIES_META_KEY]: {},
};

/** The fields that a server of the SDK puts beside those of a tool's result. */
async function addedBySdk(era: Era, identity: Called<unknown>['identity']): Promise<object> {
  const result = { content: [], structuredContent: {} };
  const server = new Server(identity, {
    capabilities: { tools: {} },
    supportedProtocolVersions: era === 'modern' ? [modernRevision] : [...legacyRevisions],
  });
  server.setRequestHandler('tools/call', () => result);
  const sdk = await Multiplexer.connect<null>(era, () => server);
  const params = { name: 'probe', ...(era === 'modern' && { _meta: envelope }) };
  const response = await sdk.ask({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }, null);
  if ('error' in response) throw new Error(`The SDK refuses a plain tool call: ${response.error.message}`);
  return Object.fromEntries(Object.entries(response.result).filter(([name]) => !Object.hasOwn(result, name)));
}
