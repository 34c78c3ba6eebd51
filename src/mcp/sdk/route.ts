import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import type { Era } from './server.ts';

/** The headers of 2026-07-28 that repeat what the body says. */
export interface ProtocolHeaders {
  version: string | undefined;
  method: string | undefined;
  name: string | undefined;
}

/** Which way a POST's JSON goes. */
export type Route =
  /** Answered by the era's shared server. */
  | { kind: 'shared'; era: Era; message: JSONRPCRequest }
  /** An array of old-era messages, answered one by one. */
  | { kind: 'batch'; messages: readonly unknown[] }
  /** A notification or a response of the old era: a stateless server has nobody waiting for it. */
  | { kind: 'accepted' }
  /** Anything else of the new era goes to the SDK's own handler. */
  | { kind: 'sdk'; message: unknown }
  | { kind: 'refused'; status: number; error: RpcError };

export interface RpcError {
  code: number;
  message: string;
  data?: unknown;
}
