import { describe, expect, it } from 'vitest';
import { shownArguments } from '../../src/audit/shown-arguments.ts';

describe('arguments that are kept', () => {
  it.each(['key', 'API_KEY', 'x-auth-token', 'clientSecret', 'password', 'Authorization', 'set-cookie'])(
    'show no text in a field that is called %s, however deep',
    (name) => {
      expect(shownArguments({ [name]: 'hunter2' })).toBe(JSON.stringify({ [name]: '[hidden]' }));
      const deep = shownArguments({ metadata: { list: [{ [name]: 'hunter2' }] } });
      expect(deep).toBe(JSON.stringify({ metadata: { list: [{ [name]: '[hidden]' }] } }));
    },
  );

  it('show no key in any field, nor in the name of one', () => {
    const key = `ca_live_${'a'.repeat(49)}`;
    expect(shownArguments({ q: `find ${key}`, [key]: 1 })).toBe('{"q":"find [key]","[key]":1}');
  });

  it('show everything else as it came', () => {
    const args = { q: 'Ana', limit: 5, keys: 3, token: null, only: ['a', true] };
    expect(shownArguments(args)).toBe(JSON.stringify(args));
  });

  it('are cut after 2,000 characters, and say so', () => {
    const most = shownArguments({ q: 'x'.repeat(2_000 - '{"q":""}'.length) });
    expect(most).toMatch(/^\{"q":"x+"\}$/);
    expect(most).toHaveLength(2_000);
    const cut = shownArguments({ q: 'x'.repeat(2_000) });
    expect(cut).toMatch(/^\{"q":"x+…$/);
    expect(cut).toHaveLength(2_001);
  });

  it('have their row even where they are nested too deep to be written', () => {
    let deep: Record<string, unknown> = {};
    for (let level = 0; level < 100_000; level += 1) deep = { deep };
    expect(shownArguments(deep)).toBe('"[nested too deep to be kept]"');
  });

  it('that are no JSON for another reason are a failure', () => {
    expect(() => shownArguments({ count: 1n })).toThrow(TypeError);
  });
});
