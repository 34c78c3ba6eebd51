import { z } from 'zod';
import type { RpcError } from './route.ts';
import type { Era } from './server.ts';

/** What the SDK puts in an error's message where its schema refuses a request. */
const refusal = z.array(z.looseObject({ path: z.array(z.union([z.string(), z.number()])) })).min(1);
const longestMessage = 300;

/**
 * The SDK answers a request that its own schema refuses with −32603 and the schema's issues as JSON. That is the
 * asker's mistake: −32602, in words of ours. Any other error is itself.
 */
export function asInvalidParams(error: RpcError): RpcError {
  if (error.code !== -32603) return error;
  const [issue] = issuesIn(error.message);
  if (issue === undefined) return error;
  const message = `Invalid params: ${issue.path.join('.')} is missing or not of the type that the protocol says.`;
  return { code: -32602, message: message.slice(0, longestMessage).toWellFormed() };
}

/**
 * An unknown resource is −32002 in the revisions with `initialize`; 2026-07-28 made it −32602, which the SDK writes in
 * both.
 */
export function asOfEra(era: Era, method: string, error: RpcError): RpcError {
  const isUnknownResource = method === 'resources/read' && error.code === -32602 && error.data !== undefined;
  return era === 'legacy' && isUnknownResource ? { ...error, code: -32002 } : error;
}

function issuesIn(message: string): z.output<typeof refusal> {
  try {
    return refusal.parse(JSON.parse(message));
  } catch {
    // Words, and no issues: what went wrong was no schema.
    return [];
  }
}
