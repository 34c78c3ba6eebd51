/** That one file imports another, in paths from the project's folder. */
export interface Link {
  readonly from: string;
  readonly to: string;
}

/**
 * Circles of imports, of types too. In each folder the files and the folders are looked at side by side, so that this
 * finds two folders that import each other as well as two files, however deep they stand.
 */
export function circlesOf(links: readonly Link[]): readonly string[] {
  const perFolder = Map.groupBy(
    links.flatMap((link) => sideBySide(link) ?? []),
    ({ folder }) => folder,
  );
  return [...perFolder].flatMap(([folder, entries]) => {
    const circle = circleIn(entries);
    if (circle === null) return [];
    const examples = circle.map(({ link }) => `${link.from} imports ${link.to}`);
    return [`a circle in ${folder}/ of ${circle.map(({ from }) => from).join(', ')}: ${examples.join('; ')}`];
  });
}

/** A link as the folder sees it that both files stand in: from one of its files or folders to another. */
interface Entry {
  readonly folder: string;
  readonly from: string;
  readonly to: string;
  readonly link: Link;
}

function sideBySide(link: Link): Entry | null {
  const from = link.from.split('/');
  const to = link.to.split('/');
  const depth = from.findIndex((part, index) => part !== to[index]);
  const [here, there] = [from[depth], to[depth]];
  // What comes from above every folder, as src/ and tools/ do, is the floors' to judge.
  if (depth < 1 || here === undefined || there === undefined) return null;
  return { folder: from.slice(0, depth).join('/'), from: here, to: there, link };
}

/** The links of one circle, in its order; null where there is none. */
function circleIn(entries: readonly Entry[]): readonly Entry[] | null {
  const outgoing = Map.groupBy(entries, ({ from }) => from);
  const done = new Set<string>();
  const way: Entry[] = [];
  const visit = (name: string): readonly Entry[] | null => {
    const begun = way.findIndex(({ from }) => from === name);
    if (begun >= 0) return way.slice(begun);
    if (done.has(name)) return null;
    for (const entry of outgoing.get(name) ?? []) {
      way.push(entry);
      const circle = visit(entry.to);
      if (circle !== null) return circle;
      way.pop();
    }
    done.add(name);
    return null;
  };
  for (const name of outgoing.keys()) {
    const circle = visit(name);
    if (circle !== null) return circle;
  }
  return null;
}
