import type { z } from 'zod';
import type { AnyOperation } from '../../contract/operations.ts';

/** Fields that the contract has beyond the original's (contract §2, ours): nothing here needs them. */
const additions: ReadonlySet<string> = new Set(['created_at']);

/** Most that one error names. */
const mostNamed = 5;

/**
 * What is missing or wrong in an answer, as `data.0.id is missing`. Fields that the contract does not know are right:
 * v2 may grow. `meta` only says facts about the answer, so what it lacks is not missed.
 */
export function wrongFields(schema: z.ZodType, body: unknown): readonly string[] {
  const parsed = schema.safeParse(body);
  if (parsed.success) return [];
  return parsed.error.issues
    .filter(({ path }) => !(isMissing(body, path) && (path[0] === 'meta' || additions.has(String(path.at(-1))))))
    .slice(0, mostNamed)
    .map(({ path, message }) => {
      const field = path.length === 0 ? 'the body' : path.map(String).join('.');
      return isMissing(body, path) ? `${field} is missing` : `${field} is wrong (${message})`;
    });
}

/** The schema of a success status: undefined where the contract has no such answer, null where it has no body. */
export function answerSchema({ answers }: Pick<AnyOperation, 'answers'>, status: number): z.ZodType | null | undefined {
  return Object.hasOwn(answers, status) ? answers[status] : undefined;
}

function isMissing(body: unknown, path: readonly PropertyKey[]): boolean {
  let value = body;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return true;
    value = Object.getOwnPropertyDescriptor(value, name)?.value;
  }
  return value === undefined;
}
