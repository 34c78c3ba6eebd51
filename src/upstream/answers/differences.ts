import { z } from 'zod';
import { innermost } from '../../contract/layers.ts';
import { isOurs } from '../../contract/ours.ts';
import { isMissing } from './is-missing.ts';

/** How an answer differs from what v2 describes: in words of the contract alone, never with a value or a foreign name. */
export interface Difference {
  /** `data[].username`; `status` and `body` for the answer as a whole. */
  readonly field: string;
  readonly kind: 'missing' | 'of_another_type' | 'unreadable' | 'another_status';
}

/** What an answer lacks, or has otherwise. What is ours is not missed, and what the contract does not know is right. */
export function differencesOf(schema: z.ZodType, body: unknown): readonly Difference[] {
  const parsed = schema.safeParse(body);
  if (parsed.success) return [];
  const found = new Map<string, Difference>();
  for (const { path } of parsed.error.issues) {
    const field = templateOf(schema, path);
    if (field === null) continue;
    const kind = isMissing(body, path) ? 'missing' : 'of_another_type';
    found.set(`${field} ${kind}`, { field, kind });
  }
  return [...found.values()];
}

/** A path without its positions and names from outside; null where it leads into what is ours. */
function templateOf(schema: z.ZodType, path: readonly PropertyKey[]): string | null {
  let at: z.core.$ZodType = schema;
  let text = '';
  for (const name of path) {
    const step = isOurs(at) ? null : stepInto(innermost(at), name);
    if (step === null) break;
    text += step.text;
    at = step.schema;
  }
  return isOurs(at) ? null : text.replace(/^\./, '') || 'body';
}

/** One step of a path; null where the contract knows no more. */
function stepInto(schema: z.core.$ZodType, name: PropertyKey): { text: string; schema: z.core.$ZodType } | null {
  if (schema instanceof z.ZodArray) return { text: '[]', schema: schema.element };
  if (schema instanceof z.ZodRecord) return { text: '{}', schema: schema.valueType };
  const member = schema instanceof z.ZodObject ? schema.shape[String(name)] : undefined;
  return member === undefined ? null : { text: `.${String(name)}`, schema: member };
}
