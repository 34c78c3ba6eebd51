import type { Limits } from '../limits.ts';
import { Refusal } from '../refusal.ts';

/** A value of a JSON text: an item of the list that it is, a line of its own, or all of it. */
export interface Item {
  readonly place: number;
  readonly text: string;
  readonly isWhole: boolean;
}

/** Parts a JSON text into the items of its list, or the values that follow one another, without holding all of it. */
export async function* jsonItems(pieces: AsyncIterable<string>, limits: Limits): AsyncGenerator<Item> {
  const cutter = new Cutter(limits);
  for await (const piece of pieces) yield* cutter.take(piece);
  yield* cutter.end();
}

class Cutter {
  private readonly limits: Limits;
  private text = '';
  /** Where to go on in `text`. */
  private at = 0;
  /** Where the item that is open begins; -1 between items. */
  private from = -1;
  private depth = 0;
  private inText = false;
  private isList: boolean | null = null;
  private place = 0;
  private ready: Item[] = [];

  constructor(limits: Limits) {
    this.limits = limits;
  }

  take(piece: string): Item[] {
    this.text += piece;
    for (; this.at < this.text.length; this.at += 1) this.step(this.text.charCodeAt(this.at));
    const kept = this.from === -1 ? this.text.length : this.from;
    this.text = this.text.slice(kept);
    this.at -= kept;
    if (this.from !== -1) this.from = 0;
    const most = this.place === 0 && this.isList === false ? this.limits.document : this.limits.record;
    if (this.text.length > most) throw new Refusal(`An item of the JSON is longer than ${most} characters.`);
    // The first value waits for a second: alone it is the whole of the text.
    return this.isList === false && this.place === 1 ? [] : this.given();
  }

  end(): Item[] {
    if (this.from !== -1 && this.depth === 0 && !this.inText) this.close(this.at);
    if (this.from !== -1) throw new Refusal('The JSON ends in the middle: the file is cut.');
    const isWhole = this.isList === false && this.place === 1;
    return this.given().map((item) => ({ ...item, isWhole }));
  }

  private given(): Item[] {
    const ready = this.ready;
    this.ready = [];
    return ready;
  }

  private step(code: number): void {
    if (this.inText) {
      if (code === backslash) this.at += 1;
      else if (code === quote) this.inText = false;
      return;
    }
    if (this.from === -1 && !this.begins(code)) return;
    if (this.depth === 0 && this.at > this.from && (isBetween(code) || code === closeList)) this.close(this.at);
    else this.nest(code);
  }

  /** Whether a value begins here. */
  private begins(code: number): boolean {
    if (isBetween(code)) return false;
    if (this.isList === null) {
      this.isList = code === openList;
      if (this.isList) return false;
    }
    if (code === closeList) return false;
    this.from = this.at;
    return true;
  }

  private nest(code: number): void {
    if (code === quote) this.inText = true;
    else if (code === openObject || code === openList) this.depth += 1;
    else if (code === closeObject || code === closeList) {
      this.depth -= 1;
      if (this.depth <= 0) this.close(this.at + 1);
    }
  }

  private close(to: number): void {
    this.place += 1;
    this.ready.push({ place: this.place, text: this.text.slice(this.from, to), isWhole: false });
    this.from = -1;
    this.depth = 0;
  }
}

const [quote, backslash] = [0x22, 0x5c];
const [openObject, closeObject, openList, closeList] = [0x7b, 0x7d, 0x5b, 0x5d];

/** White space and commas, between values. */
function isBetween(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09 || code === 0x2c || code === 0xfeff;
}
