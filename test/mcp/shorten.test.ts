import { countTokens } from 'gpt-tokenizer/encoding/cl100k_base';
import { describe, expect, it } from 'vitest';
import { shortened } from '../../src/mcp/call/shorten.ts';
import { compactText } from '../../src/mcp/call/tool-result.ts';

const nested = (depth: number): unknown =>
  depth === 0 ? 'x'.repeat(2_000) : { a: nested(depth - 1), b: nested(depth - 1) };

describe('an answer that cannot be asked for in parts', () => {
  it.each<[string, Record<string, unknown>]>([
    ['a long caption', { data: { id: 1, description: 'Kuchen 🎂 '.repeat(20_000) } }],
    [
      'metadata in a costly script',
      { data: { metadata: Object.fromEntries(keys(20, (at) => [`k${at}`, 'ሀ'.repeat(255)])) } },
    ],
    ['a long list', { data: keys(50_000, (at) => ({ id: at, name: `row ${at}` })) }],
    ['something deep', { data: nested(10) }],
    ['many fields', { data: Object.fromEntries(keys(20_000, (at) => [`field_${at}`, at])) }],
  ])('is shortened until it fits: %s', (_what, body) => {
    const short = shortened(body, 7_700);
    expect(countTokens(compactText(short))).toBeLessThan(8_000);
    expect(short.note).toContain('shortened');
    expect(short).toHaveProperty('data');
  });

  it('keeps its cursor whole, and what its note said', () => {
    const next_cursor = 'c'.repeat(300);
    const body = { note: 'Only 1 row.', data: [{ text: 'x y '.repeat(20_000) }], pagination: { next_cursor } };
    const short = shortened(body, 7_700);
    expect(short).toMatchObject({ note: expect.stringMatching(/^Only 1 row\. /), pagination: { next_cursor } });
  });
});

function keys<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}
