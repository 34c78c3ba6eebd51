import { describe, expect, it } from 'vitest';
import { createFixedWindow } from '../../src/http/fixed-window.ts';

const minute = 60_000;

describe('a fixed window', () => {
  it('counts several at once, all of them or none', () => {
    const window = createFixedWindow({ limit: 5, now: () => minute * 10, subjects: 10 });
    expect(window.take('a', 4)).toMatchObject({ remaining: 1, retryAfterSeconds: null });
    expect(window.take('a', 2)).toMatchObject({ remaining: 1, retryAfterSeconds: 60 });
    expect(window.take('a', 1)).toMatchObject({ remaining: 0, retryAfterSeconds: null });
  });

  it('never says to wait less than a second', () => {
    const window = createFixedWindow({ limit: 0, now: () => minute * 11 - 1, subjects: 10 });
    expect(window.take('a')).toMatchObject({ resetAt: 660, retryAfterSeconds: 1 });
  });

  it('holds no more subjects than it may: those who come later share one count', () => {
    const window = createFixedWindow({ limit: 1, now: () => 0, subjects: 2 });
    expect(window.take('a').retryAfterSeconds).toBeNull();
    expect(window.take('b').retryAfterSeconds).toBeNull();
    expect(window.take('c').retryAfterSeconds).toBeNull();
    expect(window.take('d').retryAfterSeconds).not.toBeNull();
    expect(window.take('a').retryAfterSeconds).not.toBeNull();
  });
});
