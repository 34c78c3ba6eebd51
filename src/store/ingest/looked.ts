import type { Selectable } from 'kysely';
import type { AccountLookRow, Schema } from '../schema.ts';
import type { Writer } from '../transaction.ts';
import type { Look } from './look.ts';
import type { NumberedOrigin } from './origins.ts';
import type { ReadPost } from './readable.ts';

/** An account under its lock, and the origin that speaks of it. */
export interface Place {
  readonly writer: Writer;
  readonly account: Selectable<Schema['accounts']>;
  readonly origin: NumberedOrigin;
}

/** A look as it could be read. */
export interface ReadLook {
  readonly row: AccountLookRow;
  readonly look: Look;
  readonly posts: readonly ReadPost[];
}

export interface Looked {
  readonly before: readonly AccountLookRow[];
  readonly after: readonly AccountLookRow[];
  readonly read: readonly ReadLook[];
  /** The origin that is taken back. */
  readonly without: number | null;
}
