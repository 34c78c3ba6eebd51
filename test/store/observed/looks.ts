import type { Platform } from '../../../src/store/schema.ts';

/** Sets of looks as tests make them up, in words of their own: plain enough for a reference in any language. */
export type Metric = 'views' | 'plays' | 'likes' | 'comments' | 'shares' | 'saves';

export const metricNames: readonly Metric[] = ['views', 'plays', 'likes', 'comments', 'shares', 'saves'];

/** A level with its rounding step, 0 where it is exact; null where the source does not tell it. */
export type Told = { readonly level: number; readonly step: number } | null;

/** What a source says of a post beside its counts; null where it does not tell. */
export interface SaidOfPost {
  readonly caption: string | null;
  readonly cover: string | null;
  readonly seconds: number | null;
  /** How much later than others it says that the post was made, ms. */
  readonly later: number;
}

export const saidNothing: SaidOfPost = { caption: null, cover: null, seconds: null, later: 0 };

/** What a source says of a profile; `name`: it knows no more than that. */
interface SaidOfProfile {
  readonly name: string | null;
  readonly bio: string | null;
  readonly words?: 'name';
}

export interface SeenPost extends SaidOfPost {
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
  readonly profile: (SaidOfProfile & { readonly followers: Told }) | null;
  /** Null where the source tells of the profile alone. */
  readonly posts: readonly SeenPost[] | null;
  readonly isComplete: boolean;
  /** Posts that it shows too, and that cannot be read. */
  readonly unread: readonly string[];
}

/** What a source says that an account's day gained; null where it does not tell. */
interface ReportedGain {
  readonly gained: number;
  readonly isRounded: boolean;
}

export interface ReportedDay {
  readonly account: string;
  readonly source: 'file' | 'push' | 'api';
  readonly importId: string;
  readonly day: string;
  readonly gains: Readonly<Record<Metric | 'followers', ReportedGain | null>>;
  /** The level of followers at the end of the day. */
  readonly followers: Told;
}

/**
 * What is done with a store: a call with looks of one account and origin, or with days that it reports, or all of an origin
 * taken back.
 */
export type Step =
  | { readonly kind: 'record'; readonly looks: readonly SeenAccount[] }
  | { readonly kind: 'report'; readonly days: readonly ReportedDay[] }
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

/** What counts after all steps, in the order in which it came. */
export interface Remaining {
  readonly looks: readonly SeenAccount[];
  readonly days: readonly ReportedDay[];
}

export function remaining(steps: readonly Step[]): Remaining {
  let looks: SeenAccount[] = [];
  let days: ReportedDay[] = [];
  for (const step of steps) {
    if (step.kind === 'record') looks.push(...step.looks);
    else if (step.kind === 'report') days.push(...step.days);
    else {
      const isKept = (one: SeenAccount | ReportedDay) =>
        one.account !== step.account || one.source !== step.source || one.importId !== step.importId;
      looks = looks.filter(isKept);
      days = days.filter(isKept);
    }
  }
  return { looks, days };
}

const believed = ['file', 'push', 'api'];

/** The same as it would have come if nothing had been late: each look by itself, then each day. */
export function inTurn({ looks, days }: Remaining): Step[] {
  const sorted = [...looks].sort(
    (a, b) =>
      a.at - b.at || believed.indexOf(a.source) - believed.indexOf(b.source) || (a.importId < b.importId ? -1 : 1),
  );
  return [
    ...sorted.map((look): Step => ({ kind: 'record', looks: [look] })),
    ...days.map((day): Step => ({ kind: 'report', days: [day] })),
  ];
}
