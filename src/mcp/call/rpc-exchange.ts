import type { CallSeen } from '../../audit/call-seen.ts';
import type { Principal } from '../../contract/principal.ts';
import type { Access } from './access.ts';
import type { ListChoice } from './list-choice.ts';

/** One JSON-RPC request that is being answered: who asks, what they may do, and what came of it. */
export interface RpcExchange {
  readonly caller: Principal | null;
  readonly access: Access;
  readonly choice: ListChoice;
  readonly requestId: string;
  readonly signal: AbortSignal;
  readonly retryAfterSeconds: number | null;
  /** Filled while the request is answered. */
  readonly calls: CallSeen[];
}
