import type { z } from 'zod';
import type { NeededScope } from './scope.ts';

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof methods)[number];

/** The chapter of the documents and the toolset that an operation belongs to. */
export type OperationGroup = 'accounts' | 'videos' | 'account_videos' | 'creators' | 'workspace' | 'meta';

/** Bytes of a body as it comes, and of one that is sent with `Content-Encoding: gzip` once it is unpacked. */
interface BodyLimits {
  readonly bytes: number;
  readonly unpackedBytes: number;
}

/**
 * One v2 operation, described once (contract §2). Routes, validation, OpenAPI, tools and the port derive from it.
 * Its id is also its tool's name (contract §4, Names).
 */
export interface Operation {
  readonly id: string;
  readonly method: Method;
  /** Below `/v2`, with `{name}` for each path parameter. */
  readonly path: `/${string}`;
  readonly scope: NeededScope;
  /** How large its body may be; the bound of all others where left out. */
  readonly bodyLimits?: BodyLimits;
  /** What an agent calls only in two steps, and with at most so many items of a list (contract §4, Confirmation). */
  readonly byAgents?: { readonly list: string; readonly most: number };
  readonly group: OperationGroup;
  /**
   * This project's own addition to v2. In front of a remote API it is there where that API offers it; what works on our
   * own store never is.
   */
  readonly ours?: 'where_offered' | 'own_store';
  readonly summary: string;
  /** Decisions that a caller must know and no schema says: where the contract is silent. */
  readonly description: string;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  /** An object, or null where there is none. */
  readonly body: z.ZodType<object | null>;
  /** What a 404 on the path's ids is called: `account`, … */
  readonly noun: string;
  /** Takes `Idempotency-Key` (contract §1). */
  readonly idempotent: boolean;
  /** Success answers by status; null = no body. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
}

/** Keeps the literal types of an operation while checking its shape. */
export function operation<const O extends Operation>(definition: O): O {
  return definition;
}

/** What an operation is called with, parsed and with defaults. */
export interface InputOf<O extends Pick<Operation, 'params' | 'query' | 'body'>> {
  readonly params: z.output<O['params']>;
  readonly query: z.output<O['query']>;
  readonly body: z.output<O['body']>;
}

/** What an operation answers: one of its statuses with the body of that status. `location` is below `/v2`. */
export type ReplyOf<O extends Pick<Operation, 'answers'>> = {
  [Status in keyof O['answers'] & number]: O['answers'][Status] extends z.ZodType
    ? { status: Status; body: z.output<O['answers'][Status]>; location?: `/${string}` }
    : { status: Status };
}[keyof O['answers'] & number];

/** Whether the operation changes nothing, whatever its method: GETs and the read-only batch POSTs. */
export function isRead(definition: Pick<Operation, 'scope'>): boolean {
  return ['open', 'any', 'read'].includes(definition.scope);
}
