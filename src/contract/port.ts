import type { InputOf, ReplyOf } from './operation.ts';
import type { OperationId, Operations } from './operations.ts';
import type { Principal } from './principal.ts';

/** What every call knows, whoever makes it. `signal` aborts when the caller is gone. */
export interface OpenCall {
  readonly requestId: string;
  readonly signal: AbortSignal;
}

/** A call with a checked key: `caller.organizationId` bounds every query that it makes. */
export interface Call extends OpenCall {
  readonly caller: Principal;
  /** The caller's Idempotency-Key, for whoever must make sure of it further on: it was seen to here already. */
  readonly idempotencyKey?: string | undefined;
  /** The id of what this call makes. What is there under it was made by this very call before it was cut off. */
  readonly newId?: string | undefined;
}

export type Input<Id extends OperationId> = InputOf<Operations[Id]>;
export type Reply<Id extends OperationId> = ReplyOf<Operations[Id]>;

/** Operations that need no key. */
export type OpenOperationId = {
  [Id in OperationId]: Operations[Id]['scope'] extends 'open' ? Id : never;
}[OperationId];
export type KeyedOperationId = Exclude<OperationId, OpenOperationId>;

/** The operations that need no key. */
export type OpenApi = {
  readonly [Id in OpenOperationId]: (input: Input<Id>, call: OpenCall) => Promise<Reply<Id>>;
};

/** The operations that need a key. */
export type KeyedApi = {
  readonly [Id in KeyedOperationId]: (input: Input<Id>, call: Call) => Promise<Reply<Id>>;
};

/**
 * The v2 API as functions, one per operation: what REST, tools and dashboard call, and what the embedded services and
 * a remote API both are. Input is parsed; scopes were checked at the front door. Failures are thrown as `Problem`.
 */
export type V2Api = OpenApi & KeyedApi;
