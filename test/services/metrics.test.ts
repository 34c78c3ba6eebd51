import { describe, expect, it } from 'vitest';
import { changePercent, engagementRate, shownGains } from '../../src/services/metrics.ts';

describe('a change in percent', () => {
  it('is null without a base, and by the size of one below 0', () => {
    expect(changePercent(5, 0)).toBeNull();
    expect(changePercent(5, null)).toBeNull();
    expect(changePercent(null, 5)).toBeNull();
    expect(changePercent(0, 8)).toBe(-100);
    expect(changePercent(4, 3)).toBe(33.33);
    expect(changePercent(2, -4)).toBe(150);
    expect(Object.is(changePercent(99_999, 100_000), 0)).toBe(true);
  });
});

describe('the engagement rate', () => {
  it('is a percentage of two decimals, 0 without views', () => {
    expect(engagementRate(7, 0)).toBe(0);
    expect(engagementRate(7, -3)).toBe(0);
    expect(engagementRate(1, 3)).toBe(33.33);
    expect(engagementRate(3, 2)).toBe(150);
  });
});

describe('gains', () => {
  it('are shown with likes + comments + shares as engagement, and no saves where there are none to know', () => {
    const gains = { views: 200, plays: 300, likes: 5, comments: 3, shares: 2, saves: 9 };
    expect(shownGains(gains, true)).toEqual({ ...gains, engagement: 10, engagement_rate: 5 });
    expect(shownGains(gains, false).saves).toBeNull();
  });
});
