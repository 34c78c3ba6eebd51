import type { AnyOperation } from '../../contract/operations.ts';
import type { RawInput } from '../../contract/parse.ts';
import { type FieldError, invalid } from '../../contract/problem.ts';

export type Arguments = Readonly<Record<string, unknown>>;

/**
 * Sorts a tool's flat arguments into the places that the operation takes them from. One that is nowhere known goes
 * where the operation's own check names it.
 * @throws Problem VALIDATION_ERROR for a path id that is missing or malformed: over REST that is a 404, yet an agent
 * is helped by the name of the argument
 */
export function rawInputOf(operation: AnyOperation, args: Arguments): RawInput {
  const params: Record<string, unknown> = {};
  const others: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(args)) {
    if (Object.hasOwn(operation.params.shape, name)) params[name] = value;
    // A client's form sends null for what was left empty; a null that means something is in the operation's body.
    else if (value !== null || operation.method !== 'GET') others[name] = value;
  }
  const parsed = operation.params.safeParse(params);
  if (!parsed.success) {
    const [first, ...rest] = parsed.error.issues.map(({ path, message }): FieldError => {
      const field = path.join('.');
      return { field, message: params[field] === undefined ? 'is required' : message };
    });
    throw invalid([first ?? { field: 'arguments', message: 'are not valid' }, ...rest]);
  }
  return takesBody(operation) ? { params, query: {}, body: others } : { params, query: others, body: undefined };
}

function takesBody(operation: AnyOperation): boolean {
  return operation.body.type === 'object';
}
