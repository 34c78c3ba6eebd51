import { describe, expect, it } from 'vitest';
import { isRead } from '../../src/contract/operation.ts';
import { type AnyOperation, allOperations, operations } from '../../src/contract/operations.ts';
import { parseInput } from '../../src/contract/parse.ts';
import { Problem } from '../../src/contract/problem.ts';
import { rawInputOf } from '../../src/mcp/call/operation-arguments.ts';
import { argumentsOf } from './spellings.ts';

/** The words that zod has for a mistake. */
const zodWords = /invalid input|expected |received |too (?:big|small)|unrecognized|invalid option/i;

type Flat = Readonly<Record<string, unknown>>;

/** What an operation cannot do without, besides the argument in question. */
function neededBy(operation: AnyOperation): Flat {
  const needed = argumentsOf(operation, {}).filter(({ isOptional }) => !isOptional);
  const one = operation.id === 'get_account_video_metrics' ? { instagram_post_ids: [2] } : {};
  return { ...Object.fromEntries(needed.map(({ name, value }) => [name, value])), ...one };
}

function read(operation: AnyOperation, args: Flat): unknown {
  return parseInput<AnyOperation>(operation, rawInputOf(operation, args));
}

function refusal(operation: AnyOperation, args: Flat): Problem {
  try {
    read(operation, args);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error(`${operation.id} took ${JSON.stringify(args)}`);
}

const taking = allOperations.filter((operation) => argumentsOf(operation, {}).length > 0);

describe.each(taking.map((operation) => [operation.id, operation] as const))('%s', (_id, operation) => {
  const needed = neededBy(operation);
  const all = argumentsOf(operation, needed);

  it('reads each spelling of each argument as the value that it spells', () => {
    for (const { name, value, spelled } of all) {
      const plain = read(operation, { ...needed, [name]: value });
      for (const spelling of spelled) {
        expect(read(operation, { ...needed, [name]: spelling }), `${name}: ${JSON.stringify(spelling)}`).toEqual(plain);
      }
    }
  });

  it('refuses what is no such value, by the name of the argument and in words of ours', () => {
    for (const { name, refused } of all) {
      for (const value of refused) {
        if (value === '' && nothing(name)) continue;
        const { code, errors = [], detail } = refusal(operation, { ...needed, [name]: value });
        const shown = `${name}: ${JSON.stringify(value)} → ${JSON.stringify(errors)}`;
        expect(code, shown).toBe('VALIDATION_ERROR');
        expect(
          errors.map(({ field }) => field.split('.')[0]),
          shown,
        ).toContain(name);
        expect(JSON.stringify([detail, errors]), shown).not.toMatch(zodWords);
      }
    }
  });

  const nothing = (name: string) => all.find((one) => one.name === name)?.schema.type === 'array' && isRead(operation);

  it('takes null for an optional argument as left out, and as a value where it clears', () => {
    const without = read(operation, needed);
    for (const { name, isOptional, takesNull } of all) {
      if (!isOptional) {
        expect(refusal(operation, { ...needed, [name]: null }).errors?.[0]).toMatchObject({ field: name });
      } else if (takesNull) {
        expect(JSON.stringify(read(operation, { ...needed, [name]: null }))).toContain(`"${name}":null`);
      } else if (!(name in needed)) {
        expect(read(operation, { ...needed, [name]: null }), name).toEqual(without);
      }
    }
  });

  it('names the argument that a typo stood for', () => {
    for (const { name } of all.filter((one) => one.name.length >= 5)) {
      const typo = `${name.slice(0, 2)}${name.charAt(3)}${name.charAt(2)}${name.slice(4)}`;
      const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      for (const wrong of [typo, camel].filter((text) => text !== name && !(text in needed))) {
        const { errors = [] } = refusal(operation, { ...needed, [wrong]: 1 });
        expect(errors.find(({ field }) => field === wrong)?.message, wrong).toMatch(/did you mean \w+\?$/);
      }
    }
  });
});

describe('a text', () => {
  it.each(['123', 'true', 'null', '[1]', '{"a":1}', '10.0'])('that looks like %s stays the name that it is', (name) => {
    expect(read(operations.create_creator, { name })).toMatchObject({ body: { name } });
  });
});

describe('an empty text', () => {
  it('counts as left out where it is optional and only read', () => {
    for (const operation of taking.filter(isRead)) {
      const needed = neededBy(operation);
      for (const { name, schema, isOptional } of argumentsOf(operation, {})) {
        if (!isOptional || schema.type !== 'string' || name in needed) continue;
        expect(read(operation, { ...needed, [name]: '' }), `${operation.id} ${name}`).toEqual(read(operation, needed));
      }
    }
  });

  it('is judged by its schema where it is written', () => {
    const update = operations.update_creator;
    expect(refusal(update, { ...neededBy(update), name: '' }).code).toBe('VALIDATION_ERROR');
  });
});
