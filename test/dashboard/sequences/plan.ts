import type { Role } from '../../../src/dashboard/contract/route.ts';
import type { Answer } from '../dashboard-server.ts';
import type { Account, Organization, Tab, World } from './world.ts';

export interface Input {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Who asks, and what they are where their session is. */
export interface Scene {
  readonly world: World;
  readonly tab: Tab;
  readonly account: Account | null;
  readonly present: Organization | null;
  readonly role: Role | undefined;
}

/** Whoever the route's access lets in has an organization, and an account with a role in it. */
export interface MemberScene extends Scene {
  readonly account: Account;
  readonly present: Organization;
  readonly role: Role;
}

/** One of a list, as the sequence wants it; undefined of an empty one. */
export type Pick = <One>(list: readonly One[]) => One | undefined;

/** How the model asks a route, what it expects, and what is true after a success. */
export interface Plan<S extends Scene = Scene> {
  /** How often among all steps. */
  readonly often: number;
  /** Who asks it mostly; whoever is let in where left out. */
  readonly tabs?: (world: World) => readonly Tab[];
  /** Left out where a route takes nothing. */
  readonly input?: (scene: S, pick: Pick) => Input;
  /** The statuses that are right; by 2xx `learn` is called. */
  readonly expected: (scene: S, input: Input) => readonly number[];
  readonly learn?: (scene: S, input: Input, answer: Answer) => void;
}

export function text(from: Readonly<Record<string, unknown>> | undefined, name: string): string {
  const value = from?.[name];
  return typeof value === 'string' ? value : '';
}
