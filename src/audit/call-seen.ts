import type { ProblemCode } from '../contract/problem.ts';

/** One tool call. */
export interface CallSeen {
  /** From our catalog, or `unknown`. */
  readonly tool: string;
  readonly outcome: 'OK' | 'UNKNOWN_TOOL' | ProblemCode;
  readonly ms: number;
  /** Bytes of the result's text form. */
  readonly bytes: number;
  /** The operation that one of the `call_v2_endpoint` tools led to. */
  readonly reached?: string;
  /** Only where the audit trail keeps them. */
  readonly shownArguments?: string;
}
