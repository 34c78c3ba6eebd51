import { describe, expect, it } from 'vitest';
import { parseDuration, parseExpiry } from '../../src/keys/duration.ts';

const now = Date.parse('2026-11-24T10:00:00.000Z');

describe('an expiry', () => {
  it.each([
    '',
    '90',
    'd',
    '90d ',
    ' 90d',
    '90dd',
    '1234567d',
    '9d0',
    '-1d',
    '1.5d',
    '90 d',
    '90y',
    '2026-13-01',
    '2026-02-30',
    'tomorrow',
    '2027-01-01T00:00:00',
  ])('is none in %j', (text) => {
    expect(parseExpiry(text, now)).toBeUndefined();
  });

  it.each([
    ['90d', '2027-02-22T10:00:00.000Z'],
    ['12h', '2026-11-24T22:00:00.000Z'],
    ['30m', '2026-11-24T10:30:00.000Z'],
    ['2w', '2026-12-08T10:00:00.000Z'],
    ['0d', '2026-11-24T10:00:00.000Z'],
    ['99999m', '2027-02-01T20:39:00.000Z'],
    ['2027-01-31', '2027-01-31T00:00:00.000Z'],
    ['2027-01-31T12:00:00Z', '2027-01-31T12:00:00.000Z'],
    ['2027-01-31T12:00:00+02:00', '2027-01-31T10:00:00.000Z'],
  ])('is read in %s', (text, instant) => {
    expect(parseExpiry(text, now)).toBe(instant);
  });
});

it('a duration is not read in a date', () => {
  expect(parseDuration('2027-01-31')).toBeUndefined();
});
