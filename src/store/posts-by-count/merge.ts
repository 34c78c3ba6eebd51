/**
 * Merges the entries of several ordered sources into one order, with a binary heap. Each source is read at most one
 * entry beyond what was taken from it.
 */
export function* merge<Entry>(
  sources: Iterable<Iterator<Entry>>,
  isBefore: (a: Entry, b: Entry) => boolean,
): Generator<Entry> {
  const heap: Head<Entry>[] = [];
  for (const source of sources) {
    const { value, done } = source.next();
    if (done !== true) heap.push({ entry: value, source });
  }
  for (let at = (heap.length >> 1) - 1; at >= 0; at -= 1) sink(heap, at, isBefore);
  for (let [first] = heap; first !== undefined; [first] = heap) {
    yield first.entry;
    const { value, done } = first.source.next();
    if (done !== true) {
      first.entry = value;
    } else {
      const last = heap.pop();
      if (last === undefined || heap.length === 0) return;
      heap[0] = last;
    }
    sink(heap, 0, isBefore);
  }
}

interface Head<Entry> {
  entry: Entry;
  source: Iterator<Entry>;
}

/** Moves a head down until none below it comes before it. */
function sink<Entry>(heap: Head<Entry>[], from: number, isBefore: (a: Entry, b: Entry) => boolean): void {
  const moved = heap[from];
  let at = from;
  while (moved !== undefined) {
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    if (left === undefined) break;
    const isRight = right !== undefined && isBefore(right.entry, left.entry);
    const first = isRight ? right : left;
    if (!isBefore(first.entry, moved.entry)) break;
    heap[at] = first;
    at = 2 * at + (isRight ? 2 : 1);
    heap[at] = moved;
  }
}
