import { isRecord } from '../../contract/is-record.ts';
import { fieldOf } from '../columns/fields.ts';
import type { Limits } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import type { Item } from './json-items.ts';
import { flattened, listsIn, parseExactly } from './json-value.ts';
import type { Row, Table } from './table.ts';

/** Lists inside items that hold posts or days of the item itself; others are comments, tags, slides of one post. */
const innerLists = new Set([
  'latestPosts',
  'topPosts',
  'posts',
  'videos',
  'media',
  'data',
  'items',
  'daily',
  'itemList',
]);

/** The tables of a JSON text, row by row: its items, and lists inside of them. */
export async function* jsonTables(items: AsyncIterable<Item>, limits: Limits): AsyncGenerator<Row> {
  const tables = new JsonTables(limits);
  for await (const item of items) yield* tables.rowsOf(item);
}

class JsonTables {
  private readonly limits: Limits;
  private readonly tables = new Map<string, GrowingTable>();

  constructor(limits: Limits) {
    this.limits = limits;
  }

  *rowsOf({ place, text, isWhole }: Item): Generator<Row> {
    const value = parseExactly(text, place);
    const raw = () => text;
    if (!isRecord(value)) {
      const plain = typeof value === 'string' ? value : '';
      yield this.row('', [['', plain]], { number: place, raw });
      return;
    }
    const own = flattened(value);
    if (!isWhole || own.some(([name]) => fieldOf(name) !== null || fieldOf(lastName(name)) !== null)) {
      yield this.row('', own, { number: place, raw });
    }
    const isWanted = (key: string) => isWhole || innerLists.has(key);
    for (const { path, items, around } of listsIn(value, isWanted)) {
      const known = surroundings(around);
      for (const [index, item] of items.entries()) {
        const inner = () => JSON.stringify(item);
        yield this.row(path, flattened(item), { number: isWhole ? index + 1 : place, raw: inner }, known);
      }
    }
  }

  private row(
    title: string,
    values: readonly (readonly [string, string])[],
    { number, raw }: Pick<Row, 'number' | 'raw'>,
    around: ReadonlyMap<string, string> = new Map(),
  ): Row {
    const table = this.tableOf(title);
    const cells: (string | undefined)[] = [];
    for (const [name, value] of values) cells[table.placeOf(name)] = value;
    return { table: around.size === 0 ? table : { ...table, around }, number, cells, isRagged: false, raw };
  }

  private tableOf(title: string): GrowingTable {
    const known = this.tables.get(title);
    if (known !== undefined) return known;
    if (this.tables.size >= this.limits.parts)
      throw new Refusal(`The JSON holds more than ${this.limits.parts} lists.`);
    const made = growingTable(this.tables.size, title, this.limits);
    this.tables.set(title, made);
    return made;
  }
}

interface GrowingTable extends Table {
  placeOf(name: string): number;
}

function growingTable(index: number, title: string, limits: Limits): GrowingTable {
  const columns: string[] = [];
  const places = new Map<string, number>();
  return {
    index,
    title,
    columns,
    around: new Map(),
    placeOf(name) {
      const known = places.get(name);
      if (known !== undefined) return known;
      if (columns.length >= limits.columns)
        throw new Refusal(`The items of the JSON have more than ${limits.columns} names.`);
      places.set(name, columns.length);
      return columns.push(name) - 1;
    },
  };
}

/** What the objects around a list say of whose it is and when it was collected; the nearest object first. */
function surroundings(around: readonly Readonly<Record<string, unknown>>[]): Map<string, string> {
  const known = new Map<string, string>();
  for (const object of around.toReversed()) {
    for (const [name, value] of flattened(object)) {
      const field = fieldOf(name)?.field ?? fieldOf(lastName(name))?.field;
      const isWhose = field === 'username' || field === 'observed_at';
      if (isWhose && value !== '' && !known.has(field)) known.set(field, value);
    }
  }
  return known;
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
