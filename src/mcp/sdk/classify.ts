import { classifyInboundRequest, isJSONRPCRequest } from '@modelcontextprotocol/server';
import { isRpcMessage } from './names.ts';
import { headersRepeatBody, plainRoute } from './plain-request.ts';
import type { ProtocolHeaders, Route } from './route.ts';
import { legacyRevisions, modernRevision } from './server.ts';

/** Which way a parsed body goes, as the SDK's own classifier decides (−32020, −32602 and −32600 come from there). */
export function routeOf(body: unknown, headers: ProtocolHeaders): Route {
  if (Array.isArray(body)) return batchRoute(body, headers);
  return plainRoute(body, headers) ?? classifiedRoute(body, headers);
}

/**
 * A batch goes the way of its sound members: each of the others gets an error of its own (JSON-RPC 2.0, 6), where the
 * classifier would refuse all for one.
 */
function batchRoute(body: readonly unknown[], headers: ProtocolHeaders): Route {
  const sound = body.filter(isRpcMessage);
  if (sound.length === body.length || headers.version === modernRevision) return classifiedRoute(body, headers);
  const route = sound.length === 0 ? null : classifiedRoute(sound, headers);
  return route === null || route.kind === 'batch' ? { kind: 'batch', messages: body } : route;
}

/** The same by the classifier alone. */
export function classifiedRoute(body: unknown, headers: ProtocolHeaders): Route {
  const outcome = classifyInboundRequest({
    httpMethod: 'POST',
    body,
    ...(headers.version !== undefined && { protocolVersionHeader: headers.version }),
    ...(headers.method !== undefined && { mcpMethodHeader: headers.method }),
    ...(headers.name !== undefined && { mcpNameHeader: headers.name }),
  });
  switch (outcome.kind) {
    case 'reject': {
      const { httpStatus, code, message, data } = outcome;
      return { kind: 'refused', status: httpStatus, error: { code, message, ...(data !== undefined && { data }) } };
    }
    case 'modern':
      return outcome.messageKind === 'request' &&
        outcome.classification.revision === modernRevision &&
        headersRepeatBody(outcome.message, headers)
        ? { kind: 'shared', era: 'modern', message: outcome.message }
        : { kind: 'sdk', message: outcome.message };
    case 'legacy':
      return legacyRoute(outcome.reason, outcome.requestedVersion, body);
  }
}

function legacyRoute(reason: string, requestedVersion: string | undefined, body: unknown): Route {
  if (reason === 'batch' && Array.isArray(body)) return { kind: 'batch', messages: body };
  if (!isJSONRPCRequest(body)) return { kind: 'accepted' };
  // Gemini sends no version header after `initialize`: only a wrong one is refused.
  if (reason === 'no-claim' && requestedVersion !== undefined && !legacyRevisions.includes(requestedVersion)) {
    const supported = [modernRevision, ...legacyRevisions];
    const message = `Unsupported protocol version (supported: ${supported.join(', ')})`;
    return { kind: 'refused', status: 400, error: { code: -32022, message, data: { supported } } };
  }
  return { kind: 'shared', era: 'legacy', message: body };
}
