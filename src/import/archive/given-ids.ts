import { type Kysely, sql } from 'kysely';
import type { IdKind } from '../../store/archive/columns.ts';
import { nextPostIds } from '../../store/ingest/ids.ts';
import type { Schema } from '../../store/schema.ts';
import { Refusal } from '../refusal.ts';
import { NumberedIds } from './numbered-ids.ts';

export type Id = string | number;

/** Posts of higher numbers get new ones: a number once given moves the sequence on, which ends at 2,147,483,647. */
const highestKeptPost = 1_000_000_000;

/** Of accounts, creators, tracked videos and imports, whose ids are held as texts. */
const mostOfKind = 200_000;

const places = {
  creator: { table: 'creators', column: 'id' },
  account: { table: 'accounts', column: 'id' },
  video: { table: 'videos', column: 'id' },
  import: { table: 'imports', column: 'id' },
  post: { table: 'account_videos', column: 'id' },
  origin: { table: 'origins', column: 'number' },
} as const satisfies Record<IdKind, { table: keyof Schema; column: string }>;

/** An id that something else has here, and the one that was given in its place. */
export interface ChangedId {
  readonly kind: IdKind;
  readonly archived: Id;
  readonly here: Id;
}

/** The ids that an archive's rows have here: their own where nothing has them yet, else new ones. */
export class GivenIds {
  readonly #db: Kysely<Schema>;
  readonly #newId: () => string;
  readonly #posts = new NumberedIds();
  readonly #given: Readonly<Record<Exclude<IdKind, 'post'>, Map<Id, Id>>> = {
    creator: new Map(),
    account: new Map(),
    video: new Map(),
    import: new Map(),
    origin: new Map(),
  };

  constructor(db: Kysely<Schema>, newId: () => string) {
    this.#db = db;
    this.#newId = newId;
  }

  /** The id here of a row that came before. @throws Refusal where there was none: it would be another organization's */
  of(kind: IdKind, archived: Id): Id {
    const given = this.find(kind, archived);
    if (given === null) throw new Refusal(`A row of the archive refers to a ${kind} that is not in it.`);
    return given;
  }

  /** The same; null where there was none. */
  find(kind: IdKind, archived: Id): Id | null {
    if (kind === 'post') return this.#posts.find(Number(archived));
    return this.#given[kind].get(archived) ?? null;
  }

  /** Gives ids to rows that are about to be written. @throws Refusal for one that came before */
  async give(kind: IdKind, archived: readonly Id[]): Promise<void> {
    const taken = await this.#takenOf(kind, archived);
    const isKept = (id: Id) => kind !== 'origin' && !taken.has(id) && (typeof id === 'string' || id <= highestKeptPost);
    const moved = archived.filter((id) => !isKept(id));
    const fresh = await this.#freshOf(kind, moved.length);
    const freshOf = new Map(moved.map((id, index) => [id, fresh[index] ?? id]));
    for (const id of archived) this.#note(kind, id, freshOf.get(id) ?? id);
  }

  #note(kind: IdKind, archived: Id, here: Id): void {
    if (kind === 'post') {
      this.#posts.add(Number(archived), Number(here));
      return;
    }
    const known = this.#given[kind];
    if (known.has(archived)) throw new Refusal(`The archive holds two rows of one ${kind}.`);
    if (known.size >= mostOfKind) throw new Refusal(`The archive holds more than ${mostOfKind} ${kind}s.`);
    known.set(archived, here);
  }

  /** Moves the sequence of posts behind those whose numbers were kept. */
  async closePosts(): Promise<void> {
    let highest = 0;
    for (const { here } of this.#posts.pairs()) highest = Math.max(highest, here);
    await this.#db
      .updateTable('id_sequences')
      .set({ next_id: highest + 1 })
      .where('name', '=', 'account_videos')
      .where('next_id', '<=', highest)
      .execute();
  }

  /** Every id that is another here, for whoever has noted the old ones. */
  *changed(): Generator<ChangedId> {
    for (const kind of ['creator', 'account', 'video', 'import'] as const) {
      for (const [archived, here] of this.#given[kind]) if (archived !== here) yield { kind, archived, here };
    }
    for (const { archived, here } of this.#posts.pairs()) {
      if (archived !== here) yield { kind: 'post', archived, here };
    }
  }

  async #takenOf(kind: IdKind, archived: readonly Id[]): Promise<ReadonlySet<Id>> {
    if (kind === 'origin' || archived.length === 0) return new Set();
    const { table, column } = places[kind];
    const name = sql.ref(column);
    // Individually tracked videos draw their numbers from those of posts.
    const tracked =
      kind === 'post' ? sql`union select number from videos where number in (${sql.join(archived)})` : sql``;
    const { rows } = await sql<{ id: Id }>`
      select ${name} as id from ${sql.table(table)} where ${name} in (${sql.join(archived)}) ${tracked}`.execute(
      this.#db,
    );
    return new Set(rows.map(({ id }) => id));
  }

  async #freshOf(kind: IdKind, count: number): Promise<readonly Id[]> {
    if (count === 0) return [];
    if (kind === 'post') return range(await nextPostIds(this.#db, count), count);
    if (kind === 'origin') return range(await this.#nextOrigins(count), count);
    return Array.from({ length: count }, this.#newId);
  }

  async #nextOrigins(count: number): Promise<number> {
    const { next_id } = await this.#db
      .updateTable('id_sequences')
      .set((eb) => ({ next_id: eb('next_id', '+', count) }))
      .where('name', '=', 'origins')
      .returning('next_id')
      .executeTakeFirstOrThrow();
    return next_id - count;
  }
}

function range(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
