import type { KeyContext } from '../keys/lifecycle/key-context.ts';
import type { ClientDocuments } from './clients/fetch-document.ts';
import type { Provider } from './library/provider.ts';
import type { Limits } from './limits.ts';

/** What the door for apps works with. */
export interface ConnectContext extends KeyContext {
  /** The door's own origin, without a slash at the end. */
  connectUrl: string;
  /** Where people sign in and are asked. */
  dashboardUrl: string;
  limits: Limits;
  /** Null where this installation fetches no documents of clients. */
  documents: ClientDocuments | null;
  /** Loaded by whoever comes first: it costs as much as the dashboard's sign-in. */
  provider: () => Promise<Provider>;
}
