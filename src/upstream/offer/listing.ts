import { z } from 'zod';
import { isRecord } from '../../contract/is-record.ts';
import { innermost } from '../../contract/layers.ts';
import { isOurs, ourValuesOf } from '../../contract/ours.ts';
import type { Names } from './document.ts';

/** Whether the upstream takes a field: as its document says, else as the contract without what is ours. */
export function takesField(name: string, field: z.core.$ZodType, listed: Names | null): boolean {
  return listed === null ? !isOurs(field) : listed.has(name);
}

/** Whether it takes this value of a field that it takes. Values that v2 documents are its own to judge. */
export function takesValue(
  field: z.core.$ZodType,
  value: unknown,
  listed: Readonly<Record<string, unknown>> | null,
): boolean {
  const inner = innermost(field);
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    const { element } = inner;
    const items = listed !== null && isRecord(listed.items) ? listed.items : null;
    return value.every((one) => takesValue(element, one, items));
  }
  if (ourValuesOf(field).includes(value)) return listed !== null && lists(listed, 'enum', value);
  return !isOurOption(inner, value) || (listed !== null && lists(listed, 'type', typeOf(value)));
}

/** Whether a value fits an option of a union that is ours, and none that v2 documents. */
function isOurOption(schema: z.core.$ZodType, value: unknown): boolean {
  if (!(schema instanceof z.ZodUnion)) return false;
  const fitting = schema.options.filter((option) => z.safeParse(option, value).success);
  return fitting.length > 0 && fitting.every(isOurs);
}

/** Whether a schema, or an option of it, names a value under a keyword. */
function lists(schema: Readonly<Record<string, unknown>>, keyword: 'enum' | 'type', value: unknown): boolean {
  const named = schema[keyword];
  if (Array.isArray(named) ? named.includes(value) : named === value) return true;
  return Array.isArray(schema.anyOf) && schema.anyOf.filter(isRecord).some((option) => lists(option, keyword, value));
}

function typeOf(value: unknown): string {
  return Number.isInteger(value) ? 'integer' : typeof value;
}
