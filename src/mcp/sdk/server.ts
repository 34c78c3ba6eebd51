import {
  type CacheHint,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server';
import { InvalidParams, type Surface } from './surface.ts';

/** The protocol's two shapes: `legacy` = the revisions with `initialize`, `modern` = 2026-07-28. */
export type Era = 'legacy' | 'modern';

export const modernRevision = '2026-07-28';
export const legacyRevisions: readonly string[] = SUPPORTED_PROTOCOL_VERSIONS;

/** Lists depend on the key, so no shared cache may keep them; five minutes, as `tools/list_changed` tells of changes. */
const ownLists: CacheHint = { ttlMs: 300_000, cacheScope: 'private' };

interface Serving<E> {
  surface: Surface<E>;
  era: Era;
  /** At most 512 characters: Codex shows its model no more (clients.md). */
  instructions: string;
  /** Whose request the SDK is handling. */
  exchangeOf: (context: ServerContext) => E;
}

/**
 * An SDK server over the surface. It holds nothing of a caller, so one can serve all of them; era and instructions are
 * the only state. Old-era lists do not promise `listChanged`: a stateless server has no stream to send it on.
 */
export function createServer<E>({ surface, era, instructions, exchangeOf }: Serving<E>): Server {
  const listChanged = era === 'modern';
  const server = new Server(surface.identity, {
    instructions,
    capabilities: { tools: { listChanged }, prompts: {}, resources: {}, completions: {} },
    supportedProtocolVersions: era === 'modern' ? [modernRevision] : [...legacyRevisions],
    cacheHints: {
      'tools/list': ownLists,
      'prompts/list': ownLists,
      'resources/list': ownLists,
      'resources/templates/list': ownLists,
      'resources/read': ownLists,
      'server/discover': ownLists,
    },
  });
  const answer = <Answer>(context: ServerContext, make: (exchange: E) => Answer | Promise<Answer>) =>
    answerSafely(surface, exchangeOf(context), make);

  server.setRequestHandler('tools/list', (request, context) => {
    refuseCursor(request.params?.cursor);
    return answer(context, (exchange) => ({ tools: [...surface.tools(exchange)] }));
  });
  server.setRequestHandler('tools/call', ({ params }, context) =>
    answer(context, (exchange) => surface.callTool(exchange, params.name, params.arguments ?? {})),
  );
  server.setRequestHandler('prompts/list', (request, context) => {
    refuseCursor(request.params?.cursor);
    return answer(context, () => ({ prompts: [...surface.prompts()] }));
  });
  server.setRequestHandler('prompts/get', ({ params }, context) =>
    answer(context, (exchange) => surface.prompt(exchange, params.name, params.arguments ?? {})),
  );
  server.setRequestHandler('resources/list', (request, context) => {
    refuseCursor(request.params?.cursor);
    return answer(context, () => ({ resources: [...surface.resources()] }));
  });
  server.setRequestHandler('resources/templates/list', (request) => {
    refuseCursor(request.params?.cursor);
    return { resourceTemplates: [] };
  });
  server.setRequestHandler('resources/read', ({ params }, context) =>
    answer(context, async (exchange) => {
      const { mimeType, text } = await surface.resource(exchange, params.uri);
      return { contents: [{ uri: params.uri, mimeType, text }] };
    }),
  );
  server.setRequestHandler('completion/complete', ({ params }, context) =>
    answer(context, async (exchange) => {
      if (params.ref.type !== 'ref/prompt') throw new InvalidParams('Unknown resource template: there are none.');
      const prompt = params.ref.name;
      const { name: argument, value: typed } = params.argument;
      const all = await surface.complete(exchange, { prompt, argument, typed });
      // The protocol allows 100 values in one answer.
      return { completion: { values: all.slice(0, 100), total: all.length, hasMore: all.length > 100 } };
    }),
  );
  return server;
}

/** An error that is not the caller's mistake is reported to us, and the caller learns no details. */
export async function answerSafely<E, Answer>(
  surface: Pick<Surface<E>, 'failed'>,
  exchange: E,
  make: (exchange: E) => Answer | Promise<Answer>,
): Promise<Answer> {
  try {
    return await make(exchange);
  } catch (error) {
    if (error instanceof InvalidParams) throw error;
    surface.failed(exchange, error);
    throw new ProtocolError(ProtocolErrorCode.InternalError, 'Internal error');
  }
}

/** Every list fits on one page, so no cursor was ever issued. */
function refuseCursor(cursor: string | undefined): void {
  if (cursor !== undefined) throw new InvalidParams('Invalid cursor: this list is one page, ask without a cursor.');
}
