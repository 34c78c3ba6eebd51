import { sameHeader } from '../columns/normal.ts';
import { instagramSources } from './instagram.ts';
import { type Source, source, type TableLook } from './source.ts';
import { tiktokSources } from './tiktok.ts';

/** A table of no known program, read by the names of its columns. */
const anySource = source({ id: 'table', label: 'a table', isOf: () => true });

const all: readonly Source[] = [
  ...instagramSources.slice(0, 6),
  ...tiktokSources,
  ...instagramSources.slice(6),
  anySource,
];

export function lookAt(title: string, columns: readonly string[], sample: TableLook['sample']): TableLook {
  return { title, columns, sample, names: new Set(columns.map(sameHeader)) };
}

/** The program that wrote a table. */
export function sourceOf(look: TableLook): Source {
  return all.find((known) => known.isOf(look)) ?? anySource;
}
