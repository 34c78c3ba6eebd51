import { describe, expect, it } from 'vitest';
import { type Contender, rank } from '../../src/services/creators/ranking.ts';

function contender(name: string, views: number, before: number, likes = 0, followers = 0): Contender {
  const sums = { views, engagement: likes, followers_gained: followers, views_before: before, engagement_before: 0 };
  return { id: name, nameKey: name.toLowerCase(), sums };
}

describe('a ranking', () => {
  const all = [
    contender('Grown', 150, 100, 3, 5),
    contender('fresh', 70, 0, 7, -2),
    contender('Lost', 40, 100, 4, 5),
    contender('Empty', 0, 0),
  ];

  it('goes by any metric, either way', () => {
    expect(rank(all, 'views', 'desc', 9)).toEqual(['Grown', 'fresh', 'Lost', 'Empty']);
    expect(rank(all, 'engagement', 'asc', 9)).toEqual(['Empty', 'Grown', 'Lost', 'fresh']);
    expect(rank(all, 'engagement_rate', 'desc', 2)).toEqual(['fresh', 'Lost']);
    expect(rank(all, 'followers_gained', 'asc', 1)).toEqual(['fresh']);
  });

  it('has changes without a base last, either way', () => {
    expect(rank(all, 'views_change', 'asc', 9)).toEqual(['Lost', 'Grown', 'Empty', 'fresh']);
    expect(rank(all, 'views_change', 'desc', 9)).toEqual(['Grown', 'Lost', 'Empty', 'fresh']);
  });

  it('breaks ties by name without regard to case, then by id', () => {
    const tied = [
      contender('b', 1, 1),
      contender('C', 1, 1),
      { ...contender('a', 1, 1), id: 'z' },
      contender('a', 1, 1),
    ];
    expect(rank(tied, 'views', 'desc', 9)).toEqual(['a', 'z', 'b', 'C']);
  });
});
