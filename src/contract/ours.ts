import { z } from 'zod';
import { layersOf } from './layers.ts';

/** What of a schema this project added to v2. */
type Mark = { readonly kind: 'all' } | { readonly kind: 'values'; readonly values: readonly unknown[] };

const marks = z.registry<Mark>();

/**
 * Marks a field, a parameter or an option of a union as this project's own addition to v2, where it is written. In front
 * of a remote API it is sent only where that API lists it, and never demanded of an answer. An operation is marked by its
 * `ours`.
 */
export function ours<T extends z.ZodType>(schema: T): T {
  return marked(schema, { kind: 'all' });
}

/** The same for some values of an enum. */
export function withOurValues<T extends z.ZodEnum>(schema: T, values: readonly z.output<T>[]): T {
  return marked(schema, { kind: 'values', values });
}

/** A copy is marked: the schema itself may stand elsewhere too. */
function marked<T extends z.ZodType>(schema: T, mark: Mark): T {
  const copy = schema.clone();
  marks.add(copy, mark);
  return copy;
}

/** Whether all of a field is ours: the mark may stand on any of its layers. */
export function isOurs(schema: z.core.$ZodType): boolean {
  return layersOf(schema).some((layer) => marks.get(layer)?.kind === 'all');
}

/** Values of an enum that are ours; none where all or none of it is. */
export function ourValuesOf(schema: z.core.$ZodType): readonly unknown[] {
  return layersOf(schema).flatMap((layer) => {
    const mark = marks.get(layer);
    return mark?.kind === 'values' ? mark.values : [];
  });
}
