import { describe, expect, it } from 'vitest';
import { daysIn, readText } from '../read-text.ts';

const said = { account: { platform: 'tiktok', username: 'a.b' } } as const;
const table = (...days: string[]) => `Date,Followers\n${days.map((day, at) => `"${day}",${at + 1}`).join('\n')}\n`;

describe('days', () => {
  it.each([
    [
      ['2026-01-05', '2026-01-06'],
      ['2026-01-05', '2026-01-06'],
    ],
    [
      ['2025/10/31', '2025/11/01'],
      ['2025-10-31', '2025-11-01'],
    ],
    [
      ['20210123', '20210124'],
      ['2021-01-23', '2021-01-24'],
    ],
    [
      ['12/31/2025', '01/01/2026'],
      ['2025-12-31', '2026-01-01'],
    ],
    [
      ['31/12/2025', '01/01/2026'],
      ['2025-12-31', '2026-01-01'],
    ],
    [
      ['31.12.2025', '01.01.2026'],
      ['2025-12-31', '2026-01-01'],
    ],
    [
      ['2025-11-02T00:00:00', '2025-11-03T01:00:00'],
      ['2025-11-02', '2025-11-03'],
    ],
    [
      ['Dec 31, 2025', 'Jan 1, 2026'],
      ['2025-12-31', '2026-01-01'],
    ],
    [
      ['8 de marzo', '9 de marzo'],
      ['2026-03-08', '2026-03-09'],
    ],
    [
      ['31. Dezember', '1. Januar'],
      ['2025-12-31', '2026-01-01'],
    ],
    [
      ['31 décembre', '1 janvier'],
      ['2025-12-31', '2026-01-01'],
    ],
    [
      ['12月31日', '1月1日'],
      ['2025-12-31', '2026-01-01'],
    ],
    [
      ['31 декабря', '1 января'],
      ['2025-12-31', '2026-01-01'],
    ],
    // Newest first.
    [
      ['January 2', 'January 1', 'December 31'],
      ['2026-01-02', '2026-01-01', '2025-12-31'],
    ],
    // 29 February decides the year.
    [
      ['February 28', 'February 29', 'March 1'],
      ['2024-02-28', '2024-02-29', '2024-03-01'],
    ],
    // Rows may be missing.
    [
      ['August 19', 'March 1', 'February 1'],
      ['2024-08-19', '2025-03-01', '2026-02-01'],
    ],
  ])('are read: %j', async (written, days) => {
    expect(daysIn(await readText(table(...written), said))).toEqual(days);
  });

  it('take their year from what is said, the name of the file, then its own date', async () => {
    const days = table('December 30', 'January 2');
    expect(daysIn(await readText(days, said))).toEqual(['2025-12-30', '2026-01-02']);
    expect(daysIn(await readText(days, said, { name: 'Overview_2024-06-01.csv' }))).toEqual([
      '2023-12-30',
      '2024-01-02',
    ]);
    expect(daysIn(await readText(days, { ...said, year: 2022 }, { name: 'Overview_2024-06-01.csv' }))).toEqual([
      '2021-12-30',
      '2022-01-02',
    ]);
  });

  it('ask which part is the month where nothing decides it', async () => {
    expect((await readText(table('03/04/2026', '04/04/2026'), said)).asks).toEqual(['dateOrder']);
    const first = await readText(table('03/04/2026', '05/04/2026'), { ...said, dateOrder: 'mdy' });
    expect(daysIn(first)).toEqual(['2026-03-04', '2026-05-04']);
    expect((await readText(table('13/04/2026', '04/13/2026'), said)).asks).toEqual(['dateOrder']);
  });

  it('refuse what is before 2010 or in the future', async () => {
    const read = await readText(table('2009-12-31', '2026-01-01', '2027-01-01'), said);
    expect(read.bad).toEqual(['2 Date: is before 2010', '4 Date: is in the future']);
  });
});

describe('instants', () => {
  const posts = (time: string) =>
    `permalink,publish time,views,username,collected_at\nhttps://www.instagram.com/p/DAG_jbwMX77/,${time},5,a.b,2026-11-01T00:00:00Z\n`;
  const madeOf = async (time: string, timeZone: string | null = null) => {
    const [post] = (await readText(posts(time), { timeZone })).observations;
    return post?.kind === 'post' ? post.post.create_time : null;
  };

  it.each([
    ['2026-06-22T17:24:20.000Z', '2026-06-22T17:24:20.000Z'],
    ['2026-03-30T21:41:42+0000', '2026-03-30T21:41:42.000Z'],
    ['2026-01-05 21:09:11+00', '2026-01-05T21:09:11.000Z'],
    ['2026-01-05 21:09:11+05:30', '2026-01-05T15:39:11.000Z'],
    ['1628617138', '2021-08-10T17:38:58.000Z'],
    ['1628617138000', '2021-08-10T17:38:58.000Z'],
    ['1628617138000000', '2021-08-10T17:38:58.000Z'],
  ])('are read: %s', async (written, instant) => {
    expect(await madeOf(written)).toBe(instant);
  });

  it('ask for the zone of clock times, and are put into it over a change of its clocks', async () => {
    expect((await readText(posts('2026-01-05 21:09:11'))).asks).toEqual(['timeZone']);
    expect(await madeOf('2026-01-05 21:09:11', 'Europe/Paris')).toBe('2026-01-05T20:09:11.000Z');
    expect(await madeOf('2026-07-05 21:09:11', 'Europe/Paris')).toBe('2026-07-05T19:09:11.000Z');
    expect(await madeOf('2026-01-05 21:09:11', 'Asia/Kolkata')).toBe('2026-01-05T15:39:11.000Z');
  });

  it('ask when levels were seen where nothing says it', async () => {
    expect((await readText('username,followers,platform\na.b,5,tiktok\n')).asks).toEqual(['observedAt']);
  });
});

describe('numbers of days', () => {
  const days = (name: string, values: readonly number[]) =>
    `date,${name}\n${values.map((value, at) => `${new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10)},${value}`).join('\n')}\n`;
  const kinds = async (name: string, values: readonly number[], answers = {}) => {
    const read = await readText(days(name, values), { ...said, ...answers });
    const [first] = read.observations;
    return read.asks.length > 0 ? read.asks : first?.kind === 'day' ? Object.keys(first.reported.gains).length : null;
  };
  const rising = Array.from({ length: 30 }, (_, at) => 1_000 + 3 * at);
  const jumping = Array.from({ length: 30 }, (_, at) => 100 + ((at * 37) % 90));

  it('are levels or gains by the name, else by how they go, else somebody is asked', async () => {
    expect(await kinds('total views', jumping)).toBe(0);
    expect(await kinds('views', rising)).toBe(0);
    expect(await kinds('views', jumping)).toBe(1);
    expect(await kinds('views', jumping.slice(0, 10))).toEqual(['values']);
    expect(await kinds('views', jumping.slice(0, 10), { values: 'levels' })).toBe(0);
    expect(await kinds('views', jumping.slice(0, 10), { values: 'gains' })).toBe(1);
  });
});
