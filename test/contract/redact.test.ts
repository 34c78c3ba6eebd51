import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactKeys } from '../../src/contract/redact.ts';
import { shownText } from '../../src/contract/shown-text.ts';
import { generateKey } from '../../src/keys/format.ts';

const word = fc.stringMatching(/^[0-9A-Za-z]{1,60}$/);
/** Of keys, of the tokens of apps and of their secrets. */
const begins = fc.constantFrom('ca_live_', 'ca_oat_', 'ca_ort_', 'ca_ocs_');
/** What may stand between two keys: nothing that could be a part of either. */
const between = fc.stringMatching(/^[^0-9A-Za-z]{0,3}$/);

describe('a text that is shown', () => {
  it('holds nothing of what has the shape of a key, however often and wherever it stood', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(between, begins, word), { minLength: 1, maxLength: 4 }), between, (parts, end) => {
        const text = parts.map(([before, beginning, key]) => `${before}${beginning}${key}`).join('') + end;
        expect(redactKeys(text)).toBe(`${parts.map(([before]) => `${before}[key]`).join('')}${end}`);
      }),
    );
  });

  it('holds no real key, nor the rest of one that was cut off or went on', () => {
    const key = generateKey(randomBytes);
    expect(redactKeys(`${key} and ${key.slice(0, 9)}, ${key}0`)).toBe('[key] and [key], [key]');
  });

  it('holds no key that directly follows another, or the beginning of one', () => {
    const [one, other] = [generateKey(randomBytes), generateKey(randomBytes)];
    expect(redactKeys(`${one}${other}`)).toBe('[key][key]');
    expect(redactKeys(`ca_live_${one}`)).toBe('ca_live_[key]');
    expect(redactKeys(`ca_live_ca${one}`)).toBe('[key][key]');
  });

  it('is itself where it has no key', () => {
    for (const text of [
      '',
      'ca_live_',
      'ca_live_…',
      'CA_LIVE_abc',
      'ca_test_abc',
      '[key]',
      'ca_live',
      'ca_live_-abc',
    ]) {
      expect(redactKeys(text)).toBe(text);
    }
  });

  it('holds no key that was broken up by what nobody sees', () => {
    expect(shownText('No such id: ca_\u200blive_a\u202ebc\u0000d, x\u200by')).toBe('No such id: [key], xy');
  });
});
