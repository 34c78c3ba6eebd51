import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../src/import/refusal.ts';
import { asks, decisionOf, type RealRead, readReal, reasonOf } from './read-real.ts';

// The numbers stand in EXPECTED.md beside the files' own folder, made by a script of the standard library of Python.

const tiktok = { account: { platform: 'tiktok', username: 'my.name' } } as const;
const instagram = { account: { platform: 'instagram', username: 'my.name' } } as const;
const seen = { observedAt: Date.parse('2026-06-30T12:00:00Z') };

function days({ observations }: RealRead): string[] {
  return observations.flatMap((one) => (one.kind === 'day' ? [one.day] : []));
}

function profiles({ observations }: RealRead) {
  return observations.flatMap((one) => (one.kind === 'profile' ? [one] : []));
}

function posts({ observations }: RealRead) {
  return observations.flatMap((one) => (one.kind === 'post' ? [one] : []));
}

function whose({ observations }: RealRead): string[] {
  return [...new Set(observations.map((one) => `${one.whose.platform}:${one.whose.username}`))];
}

describe('TikTok Studio', () => {
  const overview = '01-tiktok-studio-Overview.csv';

  it('asks whose an Overview is, and gives its days their years', async () => {
    expect(await asks(overview)).toEqual(['account']);
    const read = await readReal(overview, tiktok);
    expect(read.totals.sums).toEqual({ views: 406_285, likes: 1_569, comments: 53, shares: 90 });
    const all = days(read);
    expect([all.length, all[0], all.at(-1)]).toEqual([38, '2025-02-28', '2026-02-27']);
    expect(all.indexOf('2026-01-01')).toBe(28);
    const fallen = read.observations.filter((one) => one.kind === 'day' && one.reported.gains.comments === -1);
    expect(fallen.map((one) => one.kind === 'day' && one.day)).toEqual(['2025-08-12', '2025-12-29']);
    expect(reasonOf(read, 'Profile Views')).toBe('known, and not stored');
    const earlier = await readReal(overview, { ...tiktok, year: 2024 });
    expect([days(earlier)[0], days(earlier).at(-1)]).toEqual(['2023-02-28', '2024-02-27']);
  });

  it('takes the levels of a FollowerHistory, and what is undefined for unknown', async () => {
    const read = await readReal('02-tiktok-studio-FollowerHistory.csv', tiktok);
    const levels = profiles(read);
    expect([read.totals.rows, read.totals.unknown, levels.length]).toEqual([28, 8, 20]);
    expect(levels[0]?.profile.followers).toBe(37);
    expect(new Date(levels[0]?.at ?? 0).toISOString().slice(0, 10)).toBe('2025-03-25');
    expect(levels.at(-1)?.profile.followers).toBe(5_013);
    expect(days(read)).toEqual([]);
  });

  it('recognises Viewers, of which nothing is stored', async () => {
    const read = await readReal('03-tiktok-studio-Viewers.csv');
    expect(decisionOf(read)).toMatchObject({ kind: 'nothing', reason: expect.stringContaining('Viewers') });
  });

  it('reads Content, with its account from the links', async () => {
    const read = await readReal('04-tiktok-studio-Content.csv', { year: 2026 });
    expect(whose(read)).toEqual(['tiktok:mara.vale']);
    expect(read.totals.sums).toEqual({ views: 537_161, likes: 4_063, comments: 117, shares: 275 });
    const all = posts(read);
    expect(new Set(all.map(({ post }) => post.external_id)).size).toBe(13);
    expect(new Set(all.map(({ at }) => new Date(at).toISOString().slice(0, 10)))).toEqual(new Set(['2026-02-28']));
    expect(all[0]?.post.create_time).toBe('2025-07-16T00:00:00.000Z');
    expect(all.at(6)?.post.create_time).toBe('2025-12-31T00:00:00.000Z');
    expect(all.at(7)?.post.create_time).toBe('2026-01-23T00:00:00.000Z');
  });

  it('reads the file in a zip, whose entry tells the year', async () => {
    const read = await readReal('06-tiktok-studio-export.zip', tiktok);
    expect([read.tables[0]?.source.id, days(read)[0]]).toEqual(['tiktok-studio-days', '2026-04-16']);
  });

  it('refuses a spreadsheet with one sentence', async () => {
    await expect(readReal('07-tiktok-studio-Overview.xlsx')).rejects.toThrow(/Save As.*CSV UTF-8/);
  });
});

describe('TikTok Business', () => {
  it('reads days, with net growth as what followers gained', async () => {
    const read = await readReal('08-tiktok-business-daily.csv', tiktok);
    expect(read.totals.sums).toEqual({
      views: 143_216,
      likes: 2_202,
      shares: 459,
      comments: 255,
      'followers gained': 226,
    });
    expect([days(read).length, days(read)[0]]).toEqual([29, '2025-10-31']);
    expect(reasonOf(read, 'Reached audience')).toBe('known, and not stored');
  });

  it('asks when videos were seen and in which zone, and keeps favourites', async () => {
    const videos = '09-tiktok-business-videos.csv';
    expect(await asks(videos)).toEqual(['observedAt', 'timeZone']);
    const read = await readReal(videos, { ...seen, timeZone: 'Europe/Sofia' });
    expect(read.totals.sums).toEqual({ views: 329_595, likes: 4_372, comments: 83, shares: 1_481, saves: 379 });
    expect(whose(read)).toEqual(['tiktok:vintagerest.bg']);
    expect(posts(read)[0]?.post.create_time).toBe('2025-10-31T16:19:10.000Z');
  });

  it('takes no new followers for a gain', async () => {
    const read = await readReal('10-tiktok-business-followers.csv', tiktok);
    expect([read.totals.rows, read.totals.unknown, read.observations.length]).toEqual([19, 19, 0]);
    const decision = decisionOf(read);
    expect(decision?.kind === 'planned' && decision.remarks.join()).toContain('“New followers” counts who came');
  });
});

describe('Meta Business Suite', () => {
  it('takes the metric from the title line of a daily file', async () => {
    const views = '11-meta-suite-Views-utf16.csv';
    expect(await asks(views)).toEqual(['account']);
    const read = await readReal(views, instagram);
    expect(read.totals.sums).toEqual({ views: 1_117_725 });
    expect([days(read).length, days(read)[0], days(read).at(-1)]).toEqual([28, '2026-05-25', '2026-06-21']);
  });

  it('finds the tables of a file with several', async () => {
    const { tables } = await readReal('13-meta-suite-Reach-utf16-tabs-sections.csv');
    expect(tables.map(({ title, rows, decision }) => [title, rows, decision.kind])).toEqual([
      ['Facebook reach', 9, 'refused'],
      ['Instagram reach', 7, 'nothing'],
    ]);
    const audience = await readReal('14-meta-suite-Audience-utf16-sections.csv');
    expect(audience.tables.map(({ title, decision }) => [title, decision.kind])).toEqual([
      ['Top cities', 'nothing'],
      ['Age & gender', 'nothing'],
      ['Top countries', 'nothing'],
    ]);
  });

  it('refuses what Excel has damaged', async () => {
    const damaged = '15-meta-suite-Audience-excel-damaged-cp1251.csv';
    await expect(readReal(damaged)).rejects.toThrow(Refusal);
    await expect(readReal(damaged)).rejects.toThrow('--encoding');
    const read = await readReal(damaged, { encoding: 'windows-1251' });
    expect(decisionOf(read)).toMatchObject({ kind: 'refused', reason: expect.stringContaining('Excel made dates') });
  });

  it.each(['16-meta-suite-Follows-resaved-semicolon.csv', '19-meta-suite-facebook-posts-ragged-rows.csv'])(
    'refuses %s: Facebook is not our platform',
    async (name) => {
      const decision = decisionOf(await readReal(name));
      expect(decision).toMatchObject({
        kind: 'refused',
        reason: expect.stringContaining('Facebook: not our platform'),
      });
    },
  );

  it('refuses posts of a Facebook page with blank rows and totals', async () => {
    const read = await readReal('20-meta-suite-facebook-posts-2024-totals-and-blank-rows.csv');
    expect(decisionOf(read)).toMatchObject({ kind: 'refused', reason: expect.stringContaining('Facebook') });
  });

  it('reads posts of an Instagram account by their links', async () => {
    const name = '17-meta-suite-instagram-posts-2026.csv';
    expect(await asks(name)).toEqual(['observedAt', 'timeZone']);
    const read = await readReal(name, { ...seen, timeZone: 'America/Chicago' });
    expect(read.totals.sums).toEqual({ views: 468_963, likes: 28_037, comments: 1_035, shares: 4_477, saves: 3_000 });
    expect(whose(read)).toEqual(['instagram:nomad.quill']);
    const [first] = posts(read);
    expect([posts(read).length, first?.post.external_id, first?.post.shortcode]).toEqual([
      12,
      '3460732875592269563',
      'DAG_jbwMX77',
    ]);
    // 10:23 in Chicago, in summer.
    expect(first?.post.create_time).toBe('2026-05-26T15:23:00.000Z');
    expect(posts(read).filter(({ post }) => post.description?.includes('\n'))).toHaveLength(11);
    expect(reasonOf(read, 'Date')).toContain('Lifetime');
  });
});

describe('lists of profiles', () => {
  it('reads rounded followers, and no averages', async () => {
    const name = '22-kaggle-top-instagram-influencers.csv';
    expect(await asks(name)).toEqual(['observedAt']);
    const read = await readReal(name, seen);
    expect([profiles(read).length, read.totals.sums.followers]).toEqual([39, 7_682_600_000]);
    const messi = profiles(read).find((one) => one.whose.username === 'leomessi');
    expect(messi?.profile).toEqual({ followers: 357_300_000, followersStep: 100_000, posts: 890 });
    for (const column of ['avg_likes', 'total_likes']) expect(reasonOf(read, column)).not.toBeNull();
  });

  it('matches headers over a line end, and takes no display name for a user name', async () => {
    const read = await readReal('23-hypeauditor-top1000-instagram-newline-in-header.csv', seen);
    expect([profiles(read).length, new Set(whose(read)).size]).toEqual([42, 42]);
    expect(profiles(read).every(({ profile }) => profile.followersStep !== undefined)).toBe(true);
    expect(profiles(read)[1]).toMatchObject({ whose: { username: '__youngbae__' }, profile: { name: 'TAEYANG' } });
  });

  it('takes of two columns the exact one', async () => {
    const read = await readReal('24-hypeauditor-tiktok-duplicate-headers.csv', seen);
    expect([profiles(read).length, whose(read)[0]]).toEqual([24, 'tiktok:jypestraykids']);
    expect(profiles(read)[0]?.profile).toEqual({ name: 'Stray Kids', followers: 13_800_000 });
    expect(reasonOf(read, 'Subscribers')).toContain('another column holds followers');
  });

  it('maps no column that does not hold what its name says', async () => {
    const read = await readReal('26-hypeauditor-instagram-misaligned-columns.csv', seen);
    expect(reasonOf(read, 'Views avg.')).toContain('does not hold numbers but “Spain”');
    expect(profiles(read)[0]?.profile.followers).toBe(50_700_000);
  });
});

describe('JSON and collectors', () => {
  it('leaves views unknown where Graph media has none', async () => {
    expect(await asks('27-graph-api-media.json')).toEqual(['account', 'observedAt']);
    const read = await readReal('27-graph-api-media.json', { ...instagram, ...seen });
    expect(posts(read).map(({ post }) => post.view_count)).toEqual([null, null, null, null, null]);
    expect(posts(read)[0]?.post.create_time).toBe('2026-03-30T21:41:42.000Z');
  });

  it('reads a collector’s own table', async () => {
    const name = '28-own-collector-graph-export.csv';
    expect(await asks(name)).toEqual(['observedAt']);
    const read = await readReal(name, seen);
    expect([posts(read).length, whose(read)]).toEqual([15, ['instagram:comunicatibb']]);
    expect(read.totals.sums).toMatchObject({ likes: 1_613, comments: 16, followers: 11_539 });
    expect(posts(read).filter(({ post }) => post.saved_count === null).length).toBeGreaterThan(0);
    expect(posts(read)[0]?.post.create_time).toBe('2026-06-12T00:00:00.000Z');
  });

  it('reads a level and the gains of days from one document', async () => {
    const read = await readReal('29-graph-api-daily-insights.json');
    const [profile] = profiles(read);
    expect([profile?.profile.followers, new Date(profile?.at ?? 0).toISOString()]).toEqual([
      223,
      '2026-08-19T01:52:05.000Z',
    ]);
    expect([days(read).length, read.totals.sums['followers gained']]).toEqual([12, 2]);
    expect(whose(read)).toEqual(['instagram:studio.nordlys']);
  });

  it('reads levels of days, which may fall', async () => {
    const name = '30-display-api-daily-levels.json';
    expect(await asks(name)).toEqual(['account']);
    const read = await readReal(name, tiktok);
    const levels = profiles(read).map(({ profile }) => profile.followers ?? 0);
    expect([levels.length, (levels.at(-1) ?? 0) - (levels[0] ?? 0)]).toEqual([46, 337]);
    expect(levels.filter((level, at) => level < (levels[at - 1] ?? 0))).toHaveLength(4);
    const likes = read.observations.flatMap((one) => (one.kind === 'day' ? [one.reported.levels.likes ?? 0] : []));
    expect((likes.at(-1) ?? 0) - (likes[0] ?? 0)).toBe(2_345);
    expect([days(read)[0], days(read).at(-1)]).toEqual(['2025-03-19', '2025-06-02']);
  });

  it('reads posts with their authors', async () => {
    const name = '32-tiktokapi-trending.json';
    expect(await asks(name)).toEqual(['observedAt']);
    const read = await readReal(name, seen);
    expect([posts(read).length, profiles(read)[0]?.profile.followers]).toEqual([2, 7_338]);
    expect(posts(read)[0]?.post).toMatchObject({
      external_id: '6982106906949176603',
      view_count: 257_200,
      like_count: 11_400,
    });
  });

  it('rejects what a collector reports as an error, and leaves hidden likes unknown', async () => {
    const name = '33-apify-instagram-posts.json';
    expect(await asks(name)).toEqual(['observedAt']);
    const read = await readReal(name, seen);
    expect([posts(read).length, read.bad]).toEqual([
      4,
      [{ number: 5, column: 'error', reason: 'the collector reports “profile_unavailable”' }],
    ]);
    expect(posts(read).filter(({ post }) => post.like_count === null)).toHaveLength(1);
    // A carousel has no views, whatever its 0 says.
    expect(posts(read).find(({ post }) => post.media_type === 'carousel')?.post.view_count).toBeNull();
    expect(whose(read)).toEqual(['instagram:natgeo', 'instagram:instagram']);
  });
});
