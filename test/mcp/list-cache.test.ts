import { describe, expect, it } from 'vitest';
import { ListCache } from '../../src/mcp/protocol/list-cache.ts';

describe('the kept lists', () => {
  it('are built once, and again after many others have pushed them out', async () => {
    const lists = new ListCache();
    let made = 0;
    const make = async () => {
      made += 1;
      return String(made);
    };
    expect([await lists.get('a', make), await lists.get('a', make)]).toEqual(['1', '1']);
    for (let at = 0; at < 63; at += 1) await lists.get(`other ${at}`, make);
    expect(await lists.get('a', make)).toBe('1');
    for (let at = 0; at < 64; at += 1) await lists.get(`more ${at}`, make);
    expect(await lists.get('a', make)).not.toBe('1');
  });

  it('do not hold a failure', async () => {
    const lists = new ListCache();
    expect(await lists.get('a', async () => null)).toBeNull();
    expect(await lists.get('a', async () => 'made')).toBe('made');
  });
});
