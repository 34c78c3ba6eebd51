import { z } from 'zod';
import { isRecord } from './is-record.ts';

export interface JsonSchema {
  [keyword: string]: unknown;
}

/** Words and defaults of an option stand beside the union: readers of schemas look for them there. */
function describeUnion(node: JsonSchema): void {
  if (!Array.isArray(node.anyOf)) return;
  for (const option of node.anyOf.filter(isRecord)) {
    for (const keyword of ['description', 'default'].filter((name) => name in option)) {
      node[keyword] ??= option[keyword];
      Reflect.deleteProperty(option, keyword);
    }
  }
}

/**
 * JSON Schema 2020-12 of a zod schema, without what only bloats it: the bounds of safe integers, the patterns that
 * repeat a format, `$schema`.
 * @param io `input` for what callers send (defaults are optional), `output` for answers
 */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    reused: 'inline',
    override: ({ jsonSchema: node }) => {
      if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
      if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
      if (node.format !== undefined) delete node.pattern;
      if (node.type === 'object' && node.propertyNames !== undefined) delete node.propertyNames;
      describeUnion(node);
      // Answers may grow (contract: v2 clients must ignore what they do not know), so they stay open.
      if (io === 'output' && node.additionalProperties === false) delete node.additionalProperties;
    },
  });
  return rest;
}
