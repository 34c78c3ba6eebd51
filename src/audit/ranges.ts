/** Whole numbers as ranges from and to, both inclusive, ascending and apart: a process's numbers are few of them. */
export type Ranges = (readonly [number, number])[];

/** Puts a number in. Answers false where it is in already. */
export function include(ranges: Ranges, number: number): boolean {
  const last = ranges.at(-1);
  // Nearly all come in order.
  if (last === undefined || number > last[1] + 1) return ranges.push([number, number]) > 0;
  if (number === last[1] + 1) {
    ranges[ranges.length - 1] = [last[0], number];
    return true;
  }
  const at = ranges.findIndex(([, to]) => to + 1 >= number);
  const [from = 0, to = 0] = ranges[at] ?? [];
  if (number >= from && number <= to) return false;
  const joined: [number, number] = number === to + 1 ? [from, number] : [number, number === from - 1 ? to : number];
  const next = ranges[at + 1];
  if (next !== undefined && joined[1] + 1 === next[0]) ranges.splice(at, 2, [joined[0], next[1]]);
  else if (joined[0] === from || joined[1] === to) ranges[at] = joined;
  else ranges.splice(at, 0, joined);
  return true;
}

/** The numbers from 1 to `upTo` that are not in. */
export function missingFrom(ranges: Ranges, upTo: number): Ranges {
  const missing: Ranges = [];
  let next = 1;
  for (const [from, to] of [...ranges, [upTo + 1, upTo + 1] as const]) {
    if (from > next && next <= upTo) missing.push([next, Math.min(from - 1, upTo)]);
    next = Math.max(next, to + 1);
  }
  return missing;
}

/** Those of `ranges` that are not in `without`. */
export function except(ranges: Ranges, without: Ranges): Ranges {
  return ranges.flatMap(([from, to]) => {
    const inside: Ranges = [];
    for (const [first, last] of without) {
      if (last >= from && first <= to) inside.push([Math.max(first, from) - from + 1, Math.min(last, to) - from + 1]);
    }
    return missingFrom(inside, to - from + 1).map(([first, last]): readonly [number, number] => [
      first + from - 1,
      last + from - 1,
    ]);
  });
}

/** `3, 7-9`. */
export function rangesText(ranges: Ranges): string {
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(', ');
}

/** The same back; what is no such text holds nothing. */
export function parseRanges(text: string): Ranges {
  return text.split(', ').flatMap((part): Ranges => {
    const [, from, to] = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(part) ?? [];
    return from === undefined ? [] : [[Number(from), Number(to ?? from)]];
  });
}
