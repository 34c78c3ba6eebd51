import { circlesOf } from './circles.ts';
import { floors, wordsOnly } from './floors.ts';
import type { Import } from './imports.ts';

/** What breaks the order of the floors, a line each. */
export function complaintsOf(imports: readonly Import[]): readonly string[] {
  const crossing = imports.flatMap((one) => complaintOf(one) ?? []);
  return [...new Set([...crossing, ...circlesOf(imports.filter(({ isPackage }) => !isPackage))])];
}

/** Files of the project's folder that are read as data. */
const readAsData: ReadonlySet<string> = new Set(['package.json']);

function complaintOf(one: Import): string | null {
  const importer = folderOf(one.from);
  const imported = one.isPackage ? null : folderOf(one.to);
  const words = importer === null ? undefined : wordsOnly[importer];
  if (words !== undefined && imported !== importer && !(imported === words && one.isType)) {
    return `${one.from} imports ${one.to}: ${importer}/ is words only and imports nothing but types of ${words}/`;
  }
  if (one.isPackage || readAsData.has(one.to)) return null;
  if (importer === null || imported === null) return `${one.from} imports ${one.to}, which is in none of our folders`;
  const wrong = importer === imported ? null : wrongWay(importer, imported);
  return wrong === null ? null : `${one.from} imports ${one.to}: ${wrong}`;
}

function wrongWay(importer: string, imported: string): string | null {
  const [above, below] = [floorOf(importer), floorOf(imported)];
  if (above < 0 || below < 0) {
    const missing = above < 0 ? importer : imported;
    return `${missing} is on no floor; give it one in test/floors/floors.ts and in docs/architecture.md`;
  }
  if (below < above) return null;
  return below === above ? `${importer} and ${imported} stand on one floor` : `${importer} stands below ${imported}`;
}

/** The folder of `src`, or the single file there, that a file belongs to. */
function folderOf(path: string): string | null {
  const [top, second = ''] = path.split('/');
  if (top === 'tools') return top;
  return top === 'src' ? second.replace(/\.tsx?$/, '') : null;
}

function floorOf(folder: string): number {
  return floors.findIndex((floor) => floor.includes(folder));
}
