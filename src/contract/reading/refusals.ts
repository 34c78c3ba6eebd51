import type { z } from 'zod';
import { isRecord } from '../is-record.ts';
import { type JsonSchema, jsonSchema } from '../json-schema.ts';
import type { FieldError } from '../problem.ts';
import { expectationOf, schemaAt } from './expectation.ts';
import { likelyName } from './likely-name.ts';

/** Names come from outside, and one of a kilobyte helps nobody. */
const longestName = 100;
/** Made for those who are refused alone: most schemas never need one. */
const schemas = new WeakMap<z.core.$ZodType, JsonSchema>();

export interface Refused {
  readonly schema: z.ZodType;
  readonly value: unknown;
  readonly issues: readonly z.core.$ZodIssue[];
  /** What its fields are called. */
  readonly noun: 'field' | 'argument';
  /** Names that are known at its root beside its own. */
  readonly alsoKnown: readonly string[];
}

/** Why a value was refused, field by field, in words of ours: they say what would be taken. */
export function refusalsOf(refused: Refused): readonly FieldError[] {
  return refused.issues.flatMap((issue) => fieldErrors(issue, refused));
}

function fieldErrors(issue: z.core.$ZodIssue, refused: Refused): readonly FieldError[] {
  const { noun } = refused;
  if (issue.code === 'unrecognized_keys') {
    const known = knownAt(issue.path, refused);
    return issue.keys.map((key) => {
      const likely = likelyName(key, known);
      const message = `is not a known ${noun}${likely === null ? '' : `; did you mean ${likely}?`}`;
      return { field: fieldOf([...issue.path, key]), message };
    });
  }
  return [
    { field: fieldOf(issue.path) || (noun === 'field' ? 'body' : 'arguments'), message: messageOf(issue, refused) },
  ];
}

function messageOf(issue: z.core.$ZodIssue, { schema, value }: Refused): string {
  // A refinement speaks in words of ours already.
  if (issue.code === 'custom') return issue.message;
  if (issue.code === 'invalid_key') return 'has a name that is too long or of a wrong form';
  const expectation = expectationOf(schemaAt(schemaOf(schema), issue.path));
  const given = valueAt(value, issue.path);
  if (given === undefined || (given === null && issue.path.length === 0)) return `is required: ${expectation}`;
  return `must be ${expectation}${given === null ? ', not null' : ''}`;
}

function knownAt(path: readonly PropertyKey[], { schema, alsoKnown }: Refused): readonly string[] {
  const { properties } = schemaAt(schemaOf(schema), path);
  const own = Object.keys(isRecord(properties) ? properties : {});
  return path.length === 0 ? [...own, ...alsoKnown] : own;
}

function schemaOf(schema: z.ZodType): JsonSchema {
  const known = schemas.get(schema);
  if (known !== undefined) return known;
  const made = jsonSchema(schema, 'input');
  schemas.set(schema, made);
  return made;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const step of path)
    at =
      Array.isArray(at) || isRecord(at) ? Object.entries(at).find(([name]) => name === String(step))?.[1] : undefined;
  return at;
}

function fieldOf(path: readonly PropertyKey[]): string {
  return path.map((step) => String(step).slice(0, longestName)).join('.');
}
