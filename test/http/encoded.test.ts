import { expect, it } from 'vitest';
import { encoded } from '../../src/http/send.ts';

const lengths = [1, 2_047, 2_048, 3_000, 131_072, 131_073];

it.each(['a', 'é', '€', '🍜', '\ud800'])('encodes any length of %j as it is sent', (character) => {
  for (const length of lengths) {
    const text = character.repeat(length).slice(0, length);
    expect(Buffer.from(encoded(text)).equals(Buffer.from(text))).toBe(true);
  }
});

it('leaves an answer as it is when the next one is encoded', () => {
  const one = encoded('a'.repeat(3_000));
  encoded('b'.repeat(3_000));
  expect(String(one)).toBe('a'.repeat(3_000));
});
