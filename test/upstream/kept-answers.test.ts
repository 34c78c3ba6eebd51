import { describe, expect, it } from 'vitest';
import { KeptAnswers } from '../../src/upstream/send/kept-answers.ts';

const kept = (text: string) => ({
  etag: '"1"',
  raw: { status: 200, contentType: '', etag: '"1"', location: null, retryAfterSeconds: null, text },
});

describe('kept answers', () => {
  it('stay within their bounds, whatever is kept', () => {
    const answers = new KeptAnswers({ entries: 3, all: 100, each: 40 });
    for (let index = 0; index < 50; index += 1) {
      answers.keep(String(index % 7), kept('x'.repeat((index * 13) % 60)));
      expect(answers.size).toBeLessThanOrEqual(100);
      const held = Array.from({ length: 7 }, (_, key) => answers.get(String(key))).filter(
        (found) => found !== undefined,
      );
      expect(held.length).toBeLessThanOrEqual(3);
      expect(held.reduce((sum, { raw }) => sum + Math.max(1, raw.text.length), 0)).toBe(answers.size);
    }
  });

  it('lose first what was asked for longest ago', () => {
    const answers = new KeptAnswers({ entries: 2, all: 100, each: 40 });
    answers.keep('a', kept('a'));
    answers.keep('b', kept('b'));
    answers.get('a');
    answers.keep('c', kept('c'));
    expect(['a', 'b', 'c'].map((key) => answers.get(key)?.raw.text)).toEqual(['a', undefined, 'c']);
  });

  it('drop what became too large to keep', () => {
    const answers = new KeptAnswers({ entries: 2, all: 100, each: 4 });
    answers.keep('a', kept('aaaa'));
    answers.keep('a', kept('aaaaa'));
    expect([answers.get('a'), answers.size]).toEqual([undefined, 0]);
  });
});
