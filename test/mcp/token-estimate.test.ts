import { countTokens } from 'gpt-tokenizer/encoding/cl100k_base';
import { describe, expect, it } from 'vitest';
import { estimateTokens, fitsTokens } from '../../src/mcp/call/token-estimate.ts';

const rows = (make: (at: number) => unknown, count = 60) =>
  JSON.stringify(Array.from({ length: count }, (_, at) => make(at)));
/** The same digits on every run. */
const digits = (at: number) => ((at + 1) * 2_654_435_761) % 1_000_000_007;
const hex = (at: number) => digits(at).toString(16).padStart(8, '0');
const uuid = (at: number) =>
  `${hex(at)}-${hex(at + 7).slice(4)}-4${hex(at + 9).slice(5)}-8${hex(at + 11).slice(5)}-${hex(at + 3)}${hex(at + 5).slice(4)}`;

const texts: Record<string, string> = {
  accounts: rows((at) => ({
    id: uuid(at),
    type: 'account',
    platform: 'instagram',
    username: `ana.bakes${at}`,
    description: 'Cakes, bread & slow mornings. Booking: ana@bakes.example',
    profile_pic_url: `https://cdn.example.com/p/${Buffer.from(hex(at)).toString('base64url')}.jpg`,
    is_verified: at % 2 === 0,
    added_at: '2026-03-04T05:06:07.000Z',
    follower_count: digits(at),
    engagement_rate: digits(at) / 1e7,
  })),
  days: rows((at) => ({ date: '2026-01-10', views: digits(at), likes: at * 31, engagement_rate: 4.31, saves: 0 })),
  uuids: rows(uuid, 200),
  sentences: rows(
    () => 'New recipe on the channel: the chocolate cake everybody asked for! Link in bio. #cake #baking',
  ),
  german: rows(() => 'Überraschung für größere Mädchen: süße Brötchen, frisch aus dem Ofen!'),
  cyrillic: rows(() => 'Новый рецепт шоколадного торта уже на канале — смотрите до конца!'),
  japanese: rows(() => '新しいレシピを公開しました。最後まで見てね！'),
  arabic: rows(() => 'وصفة جديدة لكعكة الشوكولاتة'),
  emoji: rows(() => '🎂🍞✨😍🔥👩‍🍳 new cake 🎉🎉🎉'),
};

describe('the estimate', () => {
  it.each(Object.entries(texts))('of %s is never too low', (_name, text) => {
    expect(estimateTokens(text)).toBeGreaterThanOrEqual(countTokens(text));
  });

  it.each(['accounts', 'days', 'uuids'])('of %s is at most a third too high', (name) => {
    const text = texts[name] ?? '';
    expect(estimateTokens(text) / countTokens(text)).toBeLessThan(1.34);
  });

  it('takes little time for text that the encoder takes seconds for', () => {
    const startedAt = performance.now();
    expect(fitsTokens('a'.repeat(1_000_000), 8_000)).toBe(false);
    expect(fitsTokens('ab '.repeat(30_000), 8_000)).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  it('does not count what is short enough anyway', () => {
    expect(fitsTokens('"'.repeat(2_500), 7_700)).toBe(true);
  });
});
