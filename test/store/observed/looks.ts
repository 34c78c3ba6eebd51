import type { Platform } from '../../../src/store/schema.ts';

/** Sets of looks as tests make them up, in words of their own: plain enough for a reference in any language. */
export type Metric = 'views' | 'plays' | 'likes' | 'comments' | 'shares' | 'saves';

export const metricNames: readonly Metric[] = ['views', 'plays', 'likes', 'comments', 'shares', 'saves'];

/** A level with its rounding step, 0 where it is exact; null where the source does not tell it. */
export type Told = { readonly level: number; readonly step: number } | null;

export interface SeenPost {
  readonly key: string;
  readonly levels: Readonly<Record<Metric, Told>>;
}

export interface SeenAccount {
  readonly account: string;
  readonly source: 'file' | 'push' | 'api';
  readonly importId: string;
  /** ms since the epoch. */
  readonly at: number;
  /** Null where the source tells of posts alone. */
  readonly profile: { readonly followers: Told } | null;
  /** Null where the source tells of the profile alone. */
  readonly posts: readonly SeenPost[] | null;
  readonly isComplete: boolean;
}

/** What is done with a store: a call with looks of one account and origin, or all of an origin taken back. */
export type Step =
  | { readonly kind: 'record'; readonly looks: readonly SeenAccount[] }
  | {
      readonly kind: 'withdraw';
      readonly account: string;
      readonly source: 'file' | 'push' | 'api';
      readonly importId: string;
    };

/** What is tracked: which platform each account is of, and when each post was made. */
export interface Tracked {
  readonly accounts: ReadonlyMap<string, Platform>;
  /** By key, ms since the epoch. */
  readonly madeAt: ReadonlyMap<string, number>;
}

/** The looks that count after all steps, in the order in which they came. */
export function remaining(steps: readonly Step[]): SeenAccount[] {
  let kept: SeenAccount[] = [];
  for (const step of steps) {
    if (step.kind === 'record') kept.push(...step.looks);
    else
      kept = kept.filter(
        (look) => look.account !== step.account || look.source !== step.source || look.importId !== step.importId,
      );
  }
  return kept;
}

const believed = ['file', 'push', 'api'];

/** The same looks as they would have come if nothing had been late: each by itself. */
export function inTurn(looks: readonly SeenAccount[]): Step[] {
  const sorted = [...looks].sort(
    (a, b) =>
      a.at - b.at || believed.indexOf(a.source) - believed.indexOf(b.source) || (a.importId < b.importId ? -1 : 1),
  );
  return sorted.map((look) => ({ kind: 'record', looks: [look] }));
}
