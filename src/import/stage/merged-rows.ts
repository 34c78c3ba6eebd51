import type { Kysely } from 'kysely';
import { blocksOf, bodyOf } from '../../store/imports/blocks.ts';
import type { ImportOf } from '../../store/imports/import-rows.ts';
import type { ImportBlockRow, Schema } from '../../store/schema.ts';
import { type StagedRow, unpacked } from './staged.ts';

/** Rows about an account itself that are applied together. */
const mostOfAccount = 4_096;

/** A run of sorted rows, of which one block is in memory. */
interface Cursor {
  readonly blocks: Omit<ImportBlockRow, 'body'>[];
  rows: readonly StagedRow[];
  at: number;
}

/** The rows that an import holds of an account, merged from its sorted runs: all of a post together. */
export class MergedRows {
  private readonly db: Kysely<Schema>;
  private readonly cursors: Cursor[];
  /** The instants at which its posts were seen, ascending. */
  readonly instants: readonly number[];
  readonly rows: number;

  private constructor(db: Kysely<Schema>, blocks: readonly Omit<ImportBlockRow, 'body'>[]) {
    this.db = db;
    const runs = Map.groupBy(blocks, ({ run }) => run);
    this.cursors = [...runs.values()].map((run) => ({ blocks: run, rows: [], at: 0 }));
    this.rows = blocks.reduce((sum, { rows }) => sum + rows, 0);
    const instants = new Set<number>();
    for (const block of blocks) {
      const seen: number[] = JSON.parse(block.instants);
      for (const at of seen) instants.add(at);
    }
    this.instants = [...instants].sort((a, b) => a - b);
  }

  static async open(db: Kysely<Schema>, of: ImportOf, account: number): Promise<MergedRows> {
    const blocks = await blocksOf(db, of, account);
    return new MergedRows(db, blocks);
  }

  /** Some of the rows about the account itself in the order of their instants; none when all were given. */
  async ofAccount(): Promise<StagedRow[]> {
    const rows: StagedRow[] = [];
    while (rows.length < mostOfAccount) {
      const first = await this.firstOfAccount();
      if (first === null) break;
      rows.push(...(await this.taken(first, '', 1)));
    }
    return rows;
  }

  private async firstOfAccount(): Promise<Cursor | null> {
    let first: { cursor: Cursor; at: number } | null = null;
    for (const cursor of this.cursors) {
      const row = await this.peek(cursor);
      if (row?.post === '' && (first === null || row.at < first.at)) first = { cursor, at: row.at };
    }
    return first?.cursor ?? null;
  }

  /** The next rows of whole posts after one: about `size`, and all of the last post. */
  async chunk(after: string, size: number): Promise<StagedRow[]> {
    const rows: StagedRow[] = [];
    while (rows.length < size) {
      const post = await this.next();
      if (post === null) break;
      for (const cursor of this.cursors) {
        const those = await this.taken(cursor, post, Number.POSITIVE_INFINITY);
        if (post > after) rows.push(...those);
      }
    }
    return rows;
  }

  /** All rows, in pieces of about `size`. */
  async *all(size: number): AsyncGenerator<StagedRow[]> {
    for (let rows = await this.ofAccount(); rows.length > 0; rows = await this.ofAccount()) yield rows;
    for (let rows = await this.chunk('', size); rows.length > 0; rows = await this.chunk('', size)) yield rows;
  }

  /** The first post that is left, `''` for rows about the account itself. */
  private async next(): Promise<string | null> {
    let post: string | null = null;
    for (const cursor of this.cursors) {
      const row = await this.peek(cursor);
      if (row !== undefined && (post === null || row.post < post)) post = row.post;
    }
    return post;
  }

  private async taken(cursor: Cursor, post: string, most: number): Promise<StagedRow[]> {
    const rows: StagedRow[] = [];
    while (rows.length < most) {
      const row = await this.peek(cursor);
      if (row?.post !== post) break;
      rows.push(row);
      cursor.at += 1;
    }
    return rows;
  }

  private async peek(cursor: Cursor): Promise<StagedRow | undefined> {
    if (cursor.at >= cursor.rows.length) {
      const block = cursor.blocks.shift();
      if (block === undefined) return undefined;
      cursor.rows = unpacked(await bodyOf(this.db, block));
      cursor.at = 0;
    }
    return cursor.rows[cursor.at];
  }
}
