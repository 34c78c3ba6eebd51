import { Refusal } from '../refusal.ts';

const firstRoom = 1_024;
/** Eight bytes each: 160 MB. */
const most = 20_000_000;

/** Of those out of order, as tracked videos have them among posts. */
const mostStrays = 200_000;

/** Numbers of an archive's rows and those that the rows have here. An archive may hold millions, most in ascending order. */
export class NumberedIds {
  readonly #strays = new Map<number, number>();
  #archived = new Int32Array(firstRoom);
  #here = new Int32Array(firstRoom);
  #count = 0;

  /** @throws Refusal for one that came before, and where there are too many */
  add(archived: number, here: number): void {
    if (this.find(archived) !== null) throw new Refusal('The archive holds two rows of one post.');
    const last = this.#archived[this.#count - 1];
    const isStray = last !== undefined && archived < last;
    if (this.#count >= most || this.#strays.size >= mostStrays) throw new Refusal('The archive holds too many posts.');
    if (isStray) {
      this.#strays.set(archived, here);
      return;
    }
    if (this.#count === this.#archived.length) {
      this.#archived = twice(this.#archived);
      this.#here = twice(this.#here);
    }
    this.#archived[this.#count] = archived;
    this.#here[this.#count] = here;
    this.#count += 1;
  }

  find(archived: number): number | null {
    let from = 0;
    let to = this.#count;
    while (from < to) {
      const middle = (from + to) >>> 1;
      const at = this.#archived[middle] ?? 0;
      if (at === archived) return this.#here[middle] ?? null;
      if (at < archived) from = middle + 1;
      else to = middle;
    }
    return this.#strays.get(archived) ?? null;
  }

  *pairs(): Generator<{ archived: number; here: number }> {
    for (let at = 0; at < this.#count; at += 1) {
      yield { archived: this.#archived[at] ?? 0, here: this.#here[at] ?? 0 };
    }
    for (const [archived, here] of this.#strays) yield { archived, here };
  }
}

function twice(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * numbers.length);
  larger.set(numbers);
  return larger;
}
