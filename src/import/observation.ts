import type { PostObservation } from '../store/ingest/snapshot.ts';
import type { Metric, Steps } from '../store/observations/metrics.ts';
import type { Platform } from '../store/schema.ts';

/** Whose an observation is. */
export interface Whose {
  readonly platform: Platform;
  /** Lower case, without `@`. */
  readonly username: string;
  /** The platform's own id, where the file has it. */
  readonly platformId: string | null;
}

/** What a file says of a profile at one moment; what it does not say is left out. */
export interface ProfileSaid {
  readonly name?: string;
  readonly description?: string;
  readonly followers?: number;
  readonly following?: number;
  readonly posts?: number;
  /** The rounding step of `followers`. */
  readonly followersStep?: number;
}

/** What a file says of a post at one moment. */
export type PostSaid = Omit<PostObservation, 'rounded'> & { readonly rounded: Steps };

/** What an account's own tools report of one of its days, without saying of which posts. */
export interface ReportedDay {
  readonly gains: Readonly<Partial<Record<Metric | 'followers', number>>>;
  readonly levels: Readonly<Partial<Record<Metric, number>>>;
}

export type Observation =
  | { readonly kind: 'profile'; readonly whose: Whose; readonly at: number; readonly profile: ProfileSaid }
  | { readonly kind: 'post'; readonly whose: Whose; readonly at: number; readonly post: PostSaid }
  | { readonly kind: 'day'; readonly whose: Whose; readonly day: string; readonly reported: ReportedDay }
  /** An account that is named and nothing more. */
  | { readonly kind: 'name'; readonly whose: Whose };
