import type { z } from 'zod';
import { type FieldError, invalid } from '../../contract/problem.ts';
import type { Arguments } from './operation-arguments.ts';

/** Checks a meta tool's arguments. @throws Problem VALIDATION_ERROR naming each wrong one */
export function parseArguments<const T extends z.ZodObject>(schema: T, args: Arguments): z.output<T> {
  const parsed = schema.safeParse(args);
  if (parsed.success) return parsed.data;
  const [first, ...rest] = parsed.error.issues.flatMap((issue): FieldError[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((field) => ({ field, message: 'is not a known argument' }))
      : [{ field: issue.path.join('.'), message: issue.message }],
  );
  throw invalid([first ?? { field: 'arguments', message: 'are not valid' }, ...rest]);
}
