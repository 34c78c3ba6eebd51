import { describe, expect, it } from 'vitest';
import { requestIdOf } from '../../src/http/request-id.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('an incoming request id', () => {
  it.each([
    undefined,
    '',
    ' ',
    'two words',
    'tab\t',
    'line\n',
    'caf\u00e9',
    '\u007f',
    '\u0000',
    'x'.repeat(129),
    ['a', 'b'],
  ])('%j is replaced, each time by another', (incoming) => {
    expect(requestIdOf(incoming)).toMatch(uuid);
    expect(requestIdOf(incoming)).not.toBe(requestIdOf(incoming));
  });

  it('is replaced where it holds a key', () => {
    for (const incoming of [`ca_live_${'a'.repeat(49)}`, 'x-ca_live_a']) expect(requestIdOf(incoming)).toMatch(uuid);
  });

  it.each(['!', '~', '7f0c-1:2/3', 'x'.repeat(128), 'ca_live_', '[key]'])('%j is kept', (incoming) => {
    expect(requestIdOf(incoming)).toBe(incoming);
  });
});
