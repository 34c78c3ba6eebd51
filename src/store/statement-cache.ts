import { type Compilable, CompiledQuery, type RawBuilder, sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import { HeldTooLong } from './held.ts';
import { type PreparedRead, prepared } from './statement.ts';
import type { PrepareRead, Store } from './store.ts';

/*
 * Statements that the query builder builds once and that are then reused. The values of a request stay open, as slots;
 * what changes the text of the statement (which filters, which order) is its shape.
 */

/** The place of a value in a statement; each use gives the value. */
export function slot<Value>(name: string): RawBuilder<Value> {
  return sql<Value>`${new Slot(name)}`;
}

/** Takes the place of a value among a statement's parameters. */
class Slot {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A value for each slot; a flag is sent as 0 or 1, as flags are stored. */
export type SlotValues = Readonly<Record<string, string | number | boolean | undefined>>;

/** A statement that is built once for each `shape`: all that its text depends on. */
export interface StatementCache<Row> {
  ask(store: Store, shape: string, build: () => Compilable<Row>, values: SlotValues): Promise<readonly Row[]>;
  /**
   * The same, but synchronously, on SQLite only: for a caller whose reads must all see the same moment. Throws the
   * driver's error.
   */
  askNow(
    store: Store & { prepareRead: PrepareRead },
    shape: string,
    build: () => Compilable<Row>,
    values: SlotValues,
  ): readonly Row[];
}

/** Each holds some 10 KB. The list of accounts has 448 shapes, of which a program asks a few. */
const keptShapes = 256;

interface Kept<Row> {
  readonly statement: PreparedRead<Row>;
  readonly slots: readonly Slot[];
}

export function statementCache<Row>(): StatementCache<Row> {
  const perStore = new WeakMap<Store['read'], LRUCache<string, Kept<Row>>>();
  const keptFor = ({ read }: Store, shape: string, build: () => Compilable<Row>): Kept<Row> => {
    const shapes = perStore.get(read) ?? new LRUCache<string, Kept<Row>>({ max: keptShapes });
    perStore.set(read, shapes);
    const known = shapes.get(shape);
    if (known !== undefined) return known;
    const { sql: text, parameters } = build().compile();
    const kept = { statement: prepared<Row>(text), slots: onlySlots(text, parameters) };
    shapes.set(shape, kept);
    return kept;
  };
  return {
    async ask(store, shape, build, values) {
      const { statement, slots } = keptFor(store, shape, build);
      return await statement.ask(store, filled(slots, values));
    },
    askNow(store, shape, build, values) {
      const { statement, slots } = keptFor(store, shape, build);
      return statement.askNow(store.prepareRead, filled(slots, values));
    },
  };
}

/**
 * The parameters of a statement that is kept. A value among them would be the first caller's, for everybody who asks
 * after: it is refused before the statement is asked at all.
 */
function onlySlots(text: string, parameters: readonly unknown[]): readonly Slot[] {
  return parameters.map((parameter, index) => {
    if (parameter instanceof Slot) return parameter;
    // The value itself is not said: it may be a caller's.
    throw new Error(
      `Parameter ${index + 1} of a statement that is kept is a value, and would be everybody's. Write slot('its name') in its place and give the value with the others each time it is asked: ${text}`,
    );
  });
}

/** Values of a statement, with the organization that it is bound to. */
export type OwnedValues = SlotValues & { readonly organization_id: string };

/** The same of a statement that is asked once: here, and by a reader where it holds the thread that answers for too long. */
export async function askOnce<Row>(
  store: Pick<Store, 'read' | 'readHeavy'>,
  query: Compilable<Row>,
  values: OwnedValues,
): Promise<readonly Row[]> {
  const { sql: text, parameters } = query.compile();
  try {
    return (await store.read.executeQuery<Row>(CompiledQuery.raw(text, [...filled(parameters, values)]))).rows;
  } catch (error) {
    if (!(error instanceof HeldTooLong)) throw error;
    return await askLong(store, query, values);
  }
}

/** The same of a statement that is known to take long. @throws ReadTooLong and what else `readHeavy` throws */
export async function askLong<Row>(
  { readHeavy }: Pick<Store, 'readHeavy'>,
  query: Compilable<Row>,
  values: OwnedValues,
): Promise<readonly Row[]> {
  const { sql: text, parameters } = query.compile();
  return await readHeavy<Row>(values.organization_id, { sql: text, parameters: filled(parameters, values).map(sent) });
}

/** A parameter as it goes to another process. */
function sent(value: unknown): string | number | null {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
  throw new Error(`A parameter of a long read is a ${typeof value}`);
}

/**
 * The parameters, with each slot replaced by its value. A slot without a value is a bug, and must not match anything.
 */
export function filled(parameters: readonly unknown[], values: SlotValues): readonly unknown[] {
  return parameters.map((parameter) => {
    if (!(parameter instanceof Slot)) return parameter;
    const value = values[parameter.name];
    if (value === undefined) throw new Error(`Nothing was given for ${parameter.name}`);
    return typeof value === 'boolean' ? Number(value) : value;
  });
}
