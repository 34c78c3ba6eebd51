import type { PostSaid, ProfileSaid, ReportedDay } from '../observation.ts';

/** What a staged row says, as it stands in the table. */
export type StagedBody =
  | { readonly kind: 'profile'; readonly profile: ProfileSaid }
  | { readonly kind: 'post'; readonly post: PostSaid }
  | { readonly kind: 'day'; readonly day: string; readonly reported: ReportedDay };

export function packed(body: StagedBody): string {
  return JSON.stringify(body);
}

/** Reads what `packed` wrote. */
export function unpacked(text: string): StagedBody {
  return JSON.parse(text);
}
