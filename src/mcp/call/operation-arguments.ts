import { z } from 'zod';
import { type AnyOperation, allOperations } from '../../contract/operations.ts';
import type { RawInput } from '../../contract/parse.ts';
import { readAs } from '../../contract/reading/reader.ts';
import { listsRows } from './tool-schema.ts';

export type Arguments = Readonly<Record<string, unknown>>;

/** Of every operation once: each call asks. */
const names: ReadonlyMap<string, readonly string[]> = new Map(allOperations.map((one) => [one.id, listNames(one)]));

/** Every name that a tool of an operation takes: path ids, query, body, and the choice of columns. */
export function argumentNamesOf(operation: AnyOperation): readonly string[] {
  return names.get(operation.id) ?? listNames(operation);
}

function listNames({ params, query, body, answers, byAgents }: AnyOperation): readonly string[] {
  const shapes = [params.shape, query.shape, bodyShape(body)];
  return [
    ...shapes.flatMap((shape) => Object.keys(shape)),
    ...(listsRows({ answers }) ? ['fields'] : []),
    ...(byAgents === undefined ? [] : ['confirm']),
  ];
}

/**
 * Sorts a tool's flat arguments into the places that the operation takes them from. One that is nowhere known goes
 * where the operation's own check names it.
 */
export function rawInputOf(operation: AnyOperation, args: Arguments): RawInput {
  const params: Record<string, unknown> = {};
  const query: Record<string, unknown> = {};
  const body: Record<string, unknown> = {};
  const takesBody = operation.body.type === 'object';
  for (const [name, value] of Object.entries(args)) {
    if (Object.hasOwn(operation.params.shape, name)) params[name] = value;
    else if (takesBody && !Object.hasOwn(operation.query.shape, name)) body[name] = value;
    else query[name] = value;
  }
  return { params, query, body: takesBody ? body : undefined, argumentNames: argumentNamesOf(operation) };
}

/** Arguments with their values as the operation wants them: what asks for less must see a list, not its text. */
export function readArguments({ params, query, body }: AnyOperation, args: Arguments): Arguments {
  const shape: Readonly<z.ZodRawShape> = { ...params.shape, ...query.shape, ...bodyShape(body) };
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      const schema = Object.hasOwn(shape, name) ? shape[name] : undefined;
      return [name, schema === undefined ? value : readAs(schema, value, { emptyIsNothing: true })];
    }),
  );
}

function bodyShape(body: z.ZodType): Readonly<z.ZodRawShape> {
  return body instanceof z.ZodObject ? body.shape : {};
}
