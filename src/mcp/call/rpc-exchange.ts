import type { CallSeen } from '../../audit/call-seen.ts';
import type { CallerWords } from '../../contract/caller-words.ts';
import type { Principal } from '../../contract/principal.ts';
import type { Access } from './access.ts';
import type { ListChoice } from './list-choice.ts';

/** One JSON-RPC request that is being answered: who asks, what they may do, and what came of it. */
export interface RpcExchange {
  readonly caller: Principal | null;
  readonly access: Access;
  readonly choice: ListChoice;
  readonly requestId: string;
  /** Cuts the request's keys out of what is kept or shown of its words. */
  readonly words: CallerWords;
  readonly signal: AbortSignal;
  /** What somebody without a key is known by; null where a key came. */
  readonly address: string | null;
  readonly retryAfterSeconds: number | null;
  /** Filled while the request is answered. */
  readonly calls: CallSeen[];
}
