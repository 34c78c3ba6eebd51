/** Two at a time, as machines have two cores. */
const lanes = 2;

/** Works through the items two at a time; the outcomes are in the order of the items. */
export async function inLanes<T, Out>(items: readonly T[], work: (item: T) => Promise<Out>): Promise<Out[]> {
  const done = new Map<number, Out>();
  const left = items.entries();
  const lane = async () => {
    for (const [index, item] of left) done.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return [...done].sort(([a], [b]) => a - b).map(([, out]) => out);
}
