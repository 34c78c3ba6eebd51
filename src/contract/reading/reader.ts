import { z } from 'zod';
import { isRecord } from '../is-record.ts';
import { innermost } from '../layers.ts';
import { booleanIn, listIn, numberIn, objectIn, wholeNumberIn } from './text-values.ts';

/** How a part of the input is to be read. */
export interface Reading {
  /**
   * Whether an empty text or list for an optional field is as if it were left out: so in what only reads, where a
   * client's form fills in every field. What is written may be meant to be empty, and is judged by its schema.
   */
  readonly emptyIsNothing: boolean;
}

type Reader = (value: unknown, reading: Reading) => unknown;

const readers = new WeakMap<object, Reader>();

/**
 * The value as the schema wants it, where it is that in another spelling: the one place that knows what clients make of
 * values. What it does not know stays as it is, and the schema refuses it.
 */
export function readAs(schema: z.core.$ZodType, value: unknown, reading: Reading): unknown {
  return readerOf(schema)(value, reading);
}

function readerOf(schema: z.core.$ZodType): Reader {
  const known = readers.get(schema);
  if (known !== undefined) return known;
  const made = makeReader(schema);
  readers.set(schema, made);
  return made;
}

const asItIs: Reader = (value) => value;

function makeReader(schema: z.core.$ZodType): Reader {
  const inner = innermost(schema);
  if (inner instanceof z.ZodNumber) return fromText(inner.isInt ? wholeNumberIn : numberIn);
  if (inner instanceof z.ZodBoolean) return fromText(booleanIn);
  if (inner instanceof z.ZodArray) return listReader(inner.element);
  if (inner instanceof z.ZodObject) return objectReader(inner);
  if (inner instanceof z.ZodRecord) return recordReader(inner.valueType);
  if (inner instanceof z.ZodUnion) return unionReader(inner);
  // A text, whatever it looks like, stays the text that it is: a name may be `123`.
  return asItIs;
}

function fromText(read: (text: string) => { readonly value: unknown } | null): Reader {
  return (value) => (typeof value === 'string' ? (read(value)?.value ?? value) : value);
}

/** A single value where a list is wanted is a list of one. */
function listReader(element: z.core.$ZodType): Reader {
  const readElement = readerOf(element);
  return (value, reading) => {
    if (value === null || value === undefined) return value;
    const given = typeof value === 'string' ? (listIn(value)?.value ?? value) : value;
    const list: readonly unknown[] = Array.isArray(given) ? given : [given];
    return list.map((item) => readElement(item, reading));
  };
}

interface Field {
  readonly read: Reader;
  readonly isOptional: boolean;
  readonly takesNull: boolean;
  /** Whether an empty one says nothing: a text or a list. An empty text for a number is a mistake. */
  readonly isEmpty: (value: unknown) => boolean;
}

function objectReader({ shape }: z.ZodObject): Reader {
  const fields: ReadonlyMap<string, Field> = new Map(
    Object.entries(shape).map(([name, schema]) => [name, fieldOf(schema)]),
  );
  return (value, reading) => {
    const given = recordIn(value);
    if (given === null) return value;
    return Object.fromEntries(
      Object.entries(given).flatMap(([name, part]) => {
        const field = fields.get(name);
        if (field === undefined) return [[name, part]];
        return saysNothing(field, part, reading) ? [] : [[name, field.read(part, reading)]];
      }),
    );
  };
}

function fieldOf(schema: z.core.$ZodType): Field {
  const inner = innermost(schema);
  return {
    read: readerOf(schema),
    isOptional: z.safeParse(schema, undefined).success,
    takesNull: z.safeParse(schema, null).success,
    isEmpty: emptinessOf(inner),
  };
}

function emptinessOf(inner: z.core.$ZodType): (value: unknown) => boolean {
  if (inner instanceof z.ZodArray) return (value) => value === '' || (Array.isArray(value) && value.length === 0);
  if (inner instanceof z.ZodNumber || inner instanceof z.ZodBoolean) return () => false;
  return (value) => value === '';
}

/** Whether a field is as if it were left out. A null that the schema takes means something: take this away. */
function saysNothing(field: Field, value: unknown, { emptyIsNothing }: Reading): boolean {
  if (!field.isOptional) return false;
  if (value === null) return !field.takesNull;
  return value === undefined || (emptyIsNothing && field.isEmpty(value));
}

function recordReader(values: z.core.$ZodType): Reader {
  const read = readerOf(values);
  return (value, reading) => {
    const given = recordIn(value);
    if (given === null) return value;
    return Object.fromEntries(Object.entries(given).map(([name, part]) => [name, read(part, reading)]));
  };
}

function recordIn(value: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof value === 'string') return objectIn(value)?.value ?? null;
  return isRecord(value) ? value : null;
}

/** What one of the options takes as it is stays so; else the first that takes what it reads in it. */
function unionReader(union: z.ZodUnion): Reader {
  const options = union.options.map((option) => ({ option, read: readerOf(option) }));
  return (value, reading) => {
    if (z.safeParse(union, value).success) return value;
    for (const { option, read } of options) {
      const given = read(value, reading);
      if (z.safeParse(option, given).success) return given;
    }
    return value;
  };
}
