import type { ConnectScope } from '../../src/connect/method.ts';
import type { Answer, Causes } from './answer.ts';
import type { Home } from './home.ts';

/** A client that runs here. */
export interface RealClient {
  /** Its guide in `src/connect`. */
  guide: string;
  /** Its package in `versions.json`. */
  package: string;
  variables: Readonly<Record<string, string>>;
  /** What its user has done before: the project is trusted. */
  prepare(home: Home, scope: ConnectScope): Promise<void>;
  /** Asks it about the server of that name. */
  ask(home: Home, name: string): Promise<Answer>;
  causes: Causes;
  /** The shells that its first command is pasted into; what they give a program is proven in test/connect for all. */
  shells: readonly string[];
}
