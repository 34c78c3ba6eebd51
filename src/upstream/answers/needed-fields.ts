import { z } from 'zod';
import type { AnyOperation } from '../../contract/operations.ts';
import { isMissing } from './is-missing.ts';

/** Most that one error names. */
const mostNamed = 5;

const needs = new WeakMap<z.ZodType, z.ZodType>();

/**
 * What is missing or wrong of the little that is used here, as `data.0.id is missing`: the ids that links are made of and
 * the cursor of a page. All else is the upstream's to say.
 */
export function lackedFields(schema: z.ZodType, body: unknown): readonly string[] {
  const known = needs.get(schema);
  const needed = known ?? neededOf(schema);
  if (known === undefined) needs.set(schema, needed);
  const parsed = needed.safeParse(body);
  if (parsed.success) return [];
  return parsed.error.issues.slice(0, mostNamed).map(({ path, message }) => {
    const field = path.length === 0 ? 'the body' : path.map(String).join('.');
    return isMissing(body, path) ? `${field} is missing` : `${field} is wrong (${message})`;
  });
}

/** The schema of a success status: undefined where the contract has no such answer, null where it has no body. */
export function answerSchema({ answers }: Pick<AnyOperation, 'answers'>, status: number): z.ZodType | null | undefined {
  return Object.hasOwn(answers, status) ? answers[status] : undefined;
}

const anything = z.unknown().refine((value) => value !== undefined);

function neededOf(schema: z.ZodType): z.ZodType {
  if (!(schema instanceof z.ZodObject)) return anything;
  const { data, pagination, meta } = schema.shape;
  if (pagination !== undefined) {
    const row = data instanceof z.ZodArray ? withId(data.element) : anything;
    return z.looseObject({ data: z.array(row), pagination: z.looseObject({ next_cursor: z.string().nullable() }) });
  }
  // What says facts about itself is a figure, whose id the caller knows.
  return z.looseObject({ data: meta === undefined ? withId(data) : anything });
}

function withId(resource: unknown): z.ZodType {
  const id = resource instanceof z.ZodObject ? resource.shape.id : undefined;
  return id instanceof z.ZodType ? z.looseObject({ id }) : anything;
}
