import { describe, expect, it } from 'vitest';
import { followersIn, readText } from '../read-text.ts';

const said = { platform: 'instagram', observedAt: Date.parse('2026-01-31T12:00:00Z') } as const;
const list = (...values: string[]) =>
  `username;followers\n${values.map((value, at) => `user.${at};${value}`).join('\n')}\n`;

describe('numbers', () => {
  it.each(['undefined', 'NAN', 'NaN', 'null', 'None', '--', '-', '—', 'N/A', 'n/a', ''])(
    'take %o for unknown',
    async (word) => {
      const read = await readText(list('5', word), said);
      expect([followersIn(read), read.bad]).toEqual([{ 'user.0': 5 }, []]);
    },
  );

  it.each([
    ['475.8m', 475_800_000, 100_000],
    ['29.0b', 29_000_000_000, 100_000_000],
    ['0.89k', 890, 10],
    ['5M', 5_000_000, 1_000_000],
    ['1,2 Mio', 1_200_000, 100_000],
    ['6.4M', 6_400_000, 100_000],
    ['12 mil', 12_000, 1_000],
  ])('read %s as rounded', async (text, followers, followersStep) => {
    const read = await readText(list(text), said);
    expect(read.observations).toMatchObject([{ kind: 'profile', profile: { followers, followersStep } }]);
  });

  it.each([
    [['1.234', '1.234.567'], 1_234],
    [['1,234', '1,234,567'], 1_234],
    [['1,234', '12.5k'], 1_234],
    [['1 234', '7'], 1_234],
    [['1.234', '1,5k'], 1_234],
    [['1\u00a0234\u00a0567'], 1_234_567],
  ])('decide by the whole column: %j', async (values, first) => {
    const read = await readText(list(...values), said);
    expect([read.asks, followersIn(read)['user.0']]).toEqual([[], first]);
  });

  it.each(['1.234', '1,234'])('ask where nothing decides %s', async (value) => {
    expect((await readText(list(value, '56'), said)).asks).toEqual(['decimal']);
    const thousand = await readText(list(value, '56'), { ...said, decimal: value === '1.234' ? ',' : '.' });
    expect(followersIn(thousand)).toEqual({ 'user.0': 1_234, 'user.1': 56 });
    const fraction = await readText(list(value, '56'), { ...said, decimal: value === '1.234' ? '.' : ',' });
    expect([fraction.bad, followersIn(fraction)]).toEqual([['2 followers: is no whole number'], { 'user.1': 56 }]);
  });

  it('refuse a level below 0, and dates that Excel made of numbers', async () => {
    expect((await readText(list('5', '-4'), said)).bad).toEqual(['3 followers: is below 0, which no total is']);
    for (const date of ['3.апр', '17.юни', '3-Apr', 'Jun-17']) {
      const read = await readText(list(...Array<string>(40).fill('15'), date), said);
      expect(read.reasons.join()).toContain(`Excel made dates of numbers (“${date}”`);
    }
  });

  it('never take averages, rates and scores for counts', async () => {
    for (const name of [
      'Avg. followers',
      'followers_avg',
      'Followers (mean)',
      'followers rate',
      'followers %',
      'followers per post',
    ]) {
      const read = await readText(`username,${name}\na.b,5\n`, said);
      expect(followersIn(read)).toEqual({});
    }
  });

  it('map no column that does not hold numbers, though a few odd rows are rejected alone', async () => {
    const most = await readText(`username,followers,views\n${'a.b,5,Spain\n'.repeat(30)}`, said);
    expect(most.tables[0]?.columns[2]).toMatchObject({ field: null, reason: 'does not hold numbers but “Spain”' });
    const odd = await readText(`username,followers\n${'a.b,5\n'.repeat(30)}c.d,Spain\n`, said);
    expect(odd.bad).toEqual(['32 followers: is no number']);
  });
});

describe('ids', () => {
  const posts = (id: string, link = '') =>
    `post id,permalink,publish time,views,username\n${id},${link},2026-01-01T00:00:00Z,5,a.b\n`;

  it('are text from the first byte, also where JSON writes numbers', async () => {
    const item = '{"video_id":6994857340839234821,"create_time":1628617138,"view_count":7,"username":"a.b"}';
    const read = await readText(`[${item}]`, { ...said, platform: 'tiktok' });
    expect(read.observations).toMatchObject([{ post: { external_id: '6994857340839234821', view_count: 7 } }]);
  });

  it.each(['1.23E+18', '3460732875592269000'])('are refused where a spreadsheet has cut them: %s', async (id) => {
    expect((await readText(posts(id), said)).bad).toEqual([
      '2 post id: is an id that a spreadsheet has cut: the link to the post is needed',
    ]);
    const linked = await readText(posts(id, 'https://www.instagram.com/p/DAG_jbwMX77/'), said);
    expect(linked.observations).toMatchObject([{ post: { external_id: '3460732875592269563' } }]);
  });
});
