import { describe, expect, it } from 'vitest';
import { lintSchema, schemaRules } from './schema-lint.ts';

describe('the lint', () => {
  it.each(schemaRules.map((rule) => [rule.name, rule] as const))('catches a break of: %s', (name, { example }) => {
    expect(lintSchema(example).map((fault) => fault.replace(/^.*?: /, ''))).toEqual([name]);
  });

  it('lets a plain schema pass', () => {
    const schema = { type: 'object', properties: { ids: { type: 'array', items: { type: 'string' } } } };
    expect(lintSchema(schema)).toEqual([]);
  });
});
