/** Importing this first makes every Map and Set of the program known, with the source file that made it. */
interface Made {
  readonly collection: WeakRef<{ readonly size: number }>;
  readonly file: string;
  before: number;
}

const made: Made[] = [];
const NativeMap = globalThis.Map;
const NativeSet = globalThis.Set;

globalThis.Map = tracking(NativeMap);
globalThis.Set = tracking(NativeSet);

function tracking<Constructor extends new (...args: never[]) => { readonly size: number }>(
  native: Constructor,
): Constructor {
  return new Proxy(native, {
    construct(target, args, newTarget) {
      const collection: InstanceType<Constructor> = Reflect.construct(target, args, newTarget);
      track(collection);
      return collection;
    },
  });
}

const sources = `${process.cwd()}/src/`;

/** Those of libraries count as those of whoever asked for them. */
function track(collection: { readonly size: number }): void {
  const stack = new Error('made here').stack ?? '';
  const at = stack.indexOf(sources);
  if (at < 0) return;
  const file = /^[\w./-]+\.ts/.exec(stack.slice(at + sources.length))?.[0];
  if (file !== undefined) made.push({ collection: new WeakRef(collection), file, before: 0 });
}

/** From now on it is counted by how much they grow. */
export function markSizes(): void {
  for (const one of made) one.before = one.collection.deref()?.size ?? 0;
}

/** Source files with a collection that is still there and has grown by so much. */
export function filesGrown(by: number): string[] {
  const files = new NativeSet<string>();
  for (const { collection, file, before } of made) {
    if ((collection.deref()?.size ?? 0) - before >= by) files.add(file);
  }
  return [...files].sort();
}
