import type { AccountObservation, VideoObservation } from '../store/ingest/snapshot.ts';
import type { Platform } from '../store/schema.ts';

/** Why a provider has nothing: the resource is gone, or the provider failed and should be asked again. */
export type Missing = { kind: 'unavailable' } | { kind: 'failed'; reason: string };

/**
 * Where numbers come from. `sample` invents them; a real one asks a platform.
 * A provider never throws for a missing resource; it answers with the reason.
 */
export interface Provider {
  readonly name: string;
  /** True where numbers are invented: everything that serves them says so. */
  readonly invented: boolean;
  account(
    platform: Platform,
    username: string,
    options: { at: number; maxRecentPosts: number | null; lookbackDays: number | null; signal: AbortSignal },
  ): Promise<{ kind: 'seen'; snapshot: AccountObservation } | Missing>;
  video(
    platform: Platform,
    externalId: string,
    options: { at: number; signal: AbortSignal },
  ): Promise<{ kind: 'seen'; snapshot: VideoObservation } | Missing>;
}
