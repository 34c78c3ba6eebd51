import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';

/** One import, of types or of values; both paths are from the project's folder. */
export interface Import {
  readonly from: string;
  /** A file, or the name of a package. */
  readonly to: string;
  readonly isPackage: boolean;
  readonly isType: boolean;
}

/** Every import of `src` and `tools` below a folder, in whatever form: static, passed on, dynamic, of a type, of a worker. */
export function readImports(root: string): readonly Import[] {
  const files = globSync(['src/**/*.{ts,tsx}', 'tools/**/*.ts'], { cwd: root });
  return files.flatMap((file) => importsOf(file.replaceAll('\\', '/'), readFileSync(join(root, file), 'utf8')));
}

function importsOf(from: string, text: string): readonly Import[] {
  const { module, errors } = parseSync(from, text);
  if (errors.length > 0) throw new Error(`${from} cannot be read: ${errors[0]?.message}`);
  const found = (to: string, isType: boolean): Import => {
    const isPackage = !to.startsWith('.');
    return { from, to: isPackage ? to : posix.join(posix.dirname(from), to), isPackage, isType };
  };
  const allTypes = (entries: readonly { isType: boolean }[]) =>
    entries.length > 0 && entries.every((one) => one.isType);
  const imports = module.staticImports.map(({ moduleRequest, entries }) =>
    found(moduleRequest.value, allTypes(entries)),
  );
  const exports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest === null ? [] : [found(moduleRequest.value, isType)],
    ),
  );
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => {
    const [, to] = /^['"](.*)['"]$/.exec(text.slice(start, end)) ?? [];
    if (to === undefined) throw new Error(`${from} imports what only running it tells: ${text.slice(start, end)}`);
    return found(to, false);
  });
  const values = new Set(dynamic.map(({ to }) => to));
  const written = [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)].map(([, to = '']) => found(to, true));
  const types = written.filter(({ to }) => !values.has(to));
  const workers = [...text.matchAll(/\bnew URL\(\s*['"]([^'"]+\.tsx?)['"],\s*import\.meta\.url/g)];
  return [...imports, ...exports, ...dynamic, ...types, ...workers.map(([, to = '']) => found(to, false))];
}
