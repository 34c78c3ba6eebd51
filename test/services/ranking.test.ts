import { describe, expect, it } from 'vitest';
import { type Contender, rank } from '../../src/services/creators/ranking.ts';

function contender(name: string, views: number, before: number, likes = 0, followers = 0): Contender {
  return {
    id: `id of ${name}`,
    name,
    nameKey: name.toLowerCase(),
    current: { views, plays: views, likes, comments: 0, shares: 0, followers_gained: followers },
    previous: { views: before, engagement: 0 },
  };
}

const names = (...ranking: Parameters<typeof rank>) => rank(...ranking).map(({ name }) => name);

describe('a ranking', () => {
  const all = [
    contender('Grown', 150, 100, 3, 5),
    contender('fresh', 70, 0, 7, -2),
    contender('Lost', 40, 100, 4, 5),
    contender('Empty', 0, 0),
  ];

  it('goes by any metric, either way', () => {
    expect(names(all, 'views', 'desc', 9)).toEqual(['Grown', 'fresh', 'Lost', 'Empty']);
    expect(names(all, 'engagement', 'asc', 9)).toEqual(['Empty', 'Grown', 'Lost', 'fresh']);
    expect(names(all, 'engagement_rate', 'desc', 2)).toEqual(['fresh', 'Lost']);
    expect(names(all, 'followers_gained', 'asc', 1)).toEqual(['fresh']);
  });

  it('has changes without a base last, either way', () => {
    expect(names(all, 'views_change', 'asc', 9)).toEqual(['Lost', 'Grown', 'Empty', 'fresh']);
    expect(names(all, 'views_change', 'desc', 9)).toEqual(['Grown', 'Lost', 'Empty', 'fresh']);
  });

  it('breaks ties by name without regard to case, then by id', () => {
    const tied = [
      contender('b', 1, 1),
      contender('C', 1, 1),
      contender('a', 1, 1),
      { ...contender('a', 1, 1), id: 'z' },
    ];
    expect(rank(tied, 'views', 'desc', 9).map(({ name, id }) => [name, id])).toEqual([
      ['a', 'id of a'],
      ['a', 'z'],
      ['b', 'id of b'],
      ['C', 'id of C'],
    ]);
  });

  it('shows every sum, and how it changed', () => {
    expect(rank(all, 'views', 'desc', 1)).toEqual([
      {
        rank: 1,
        id: 'id of Grown',
        name: 'Grown',
        views: 150,
        plays: 150,
        likes: 3,
        comments: 0,
        shares: 0,
        engagement: 3,
        engagement_rate: 2,
        followers_gained: 5,
        previous: { views: 100, engagement: 0 },
        views_change_pct: 50,
        engagement_change_pct: null,
      },
    ]);
  });
});
