import type { PostSaid, ProfileSaid, ReportedDay } from '../observation.ts';

/** What a row says, as it waits to be applied. */
type StagedBody =
  | { readonly kind: 'profile'; readonly profile: ProfileSaid }
  | { readonly kind: 'post'; readonly post: PostSaid }
  | { readonly kind: 'day'; readonly day: string; readonly reported: ReportedDay };

export interface StagedRow {
  /** The post's key; empty for what is said of the account. */
  readonly post: string;
  /** ms since the epoch. */
  readonly at: number;
  readonly body: StagedBody;
}

/** The text of a block. */
export function packed(rows: readonly StagedRow[]): string {
  return JSON.stringify(rows);
}

/** Reads what `packed` wrote. */
export function unpacked(text: string): StagedRow[] {
  return JSON.parse(text);
}

/** The order in which rows are applied: what is said of the account itself, then post by post. */
export function inOrder(a: Pick<StagedRow, 'post' | 'at'>, b: Pick<StagedRow, 'post' | 'at'>): number {
  return a.post === b.post ? a.at - b.at : a.post < b.post ? -1 : 1;
}
