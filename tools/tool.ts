import type { Scope } from '../src/contract/scope.ts';

/** What `?tools=` can name (contract §4, Standing list); `core` is the pinned tools of all groups. */
export const toolGroups = [
  'accounts',
  'videos',
  'account_videos',
  'creators',
  'analytics',
  'workspace',
  'meta',
] as const;

/** Named alone, and in no other list: tools of one client, which repeat what others do in shapes that it fixes. */
export const apartGroups = ['chatgpt'] as const;
export type ToolGroup = (typeof toolGroups)[number] | (typeof apartGroups)[number];

/** The four annotations of the protocol. Clients ask their user before a tool that does not say `readOnlyHint`. */
export interface ToolHints {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

/** What an agent is told of a tool. Its scope and its arguments come from the contract. */
export interface ToolWords {
  /** For people: shown in a client's list of tools. */
  readonly title: string;
  /** For the agent: when to take it, what comes back. Never a word from a creator's data. */
  readonly description: string;
  readonly hints: ToolHints;
  readonly group: ToolGroup;
  /** In the list that every client gets unless it chooses another. */
  readonly pinned?: true;
  /** Words that people use for it and that are not in its name, title or description: for `search_tools`. */
  readonly synonyms: readonly string[];
  /** The columns of a wide resource that its output schema names; the rest come too. */
  readonly columns?: readonly string[];
}

/** A tool that stands for no operation: its handler and what it takes and answers are in `src/mcp/`. */
export interface MetaTool extends ToolWords {
  readonly scope: Scope;
  /** Where an agent finds the value of an argument. */
  readonly argumentWords?: Readonly<Record<string, string>>;
}
