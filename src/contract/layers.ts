import { z } from 'zod';

/** A schema and what it wraps, outermost first: wrappers only say whether a value may be left out or null. */
export function layersOf(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  const layers = [schema];
  let layer = schema;
  while (
    layer instanceof z.ZodOptional ||
    layer instanceof z.ZodDefault ||
    layer instanceof z.ZodPrefault ||
    layer instanceof z.ZodNullable ||
    layer instanceof z.ZodReadonly
  ) {
    layer = layer.unwrap();
    layers.push(layer);
  }
  return layers;
}

export function innermost(schema: z.core.$ZodType): z.core.$ZodType {
  return layersOf(schema).at(-1) ?? schema;
}
