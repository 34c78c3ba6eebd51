import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { recordVideoLooks, withdrawVideoLooks } from '../../src/store/ingest/record-video.ts';
import { migrate } from '../../src/store/migrations/migrate.ts';
import { openStore, openUnmigrated } from '../../src/store/open.ts';
import { videoDays } from '../../src/store/video-days.ts';
import { oldOrganization, run } from './old-rows.ts';
import { emptyDatabase } from './open-test-store.ts';
import { post } from './rows.ts';

const columns = 'views, plays, likes, comments, shares, saves';
const ever = { start: '2000-01-01', end: '2100-01-01' };
const zero = { views: 0, plays: 0, likes: 0, comments: 0, shares: 0, saves: 0 };

interface Old {
  readonly id: string;
  readonly platform: 'instagram' | 'tiktok';
  readonly counts: string;
  readonly seen: readonly [string, string] | null;
  readonly unknown?: number;
  readonly days: readonly ({ readonly day: string } & typeof zero)[];
}

/** What differs: how often it was seen, gains on the first and the last day, losses, what is unknown, and nothing at all. */
const old: readonly Old[] = [
  { id: 'never', platform: 'instagram', counts: '0, 0, 0, 0, 0, 0', seen: null, days: [] },
  {
    id: 'once',
    platform: 'instagram',
    counts: '9, 8, 7, 6, 5, 4',
    seen: ['2026-03-01T06:00:00.000Z', '2026-03-01T06:00:00.000Z'],
    days: [],
  },
  {
    id: 'quiet',
    platform: 'tiktok',
    counts: '9, 9, 7, 6, 5, null',
    seen: ['2026-03-01T06:00:00.000Z', '2026-03-09T06:00:00.123Z'],
    days: [],
  },
  {
    id: 'moved',
    platform: 'instagram',
    counts: '500, 700, 60, 50, 40, 30',
    seen: ['2026-03-01T06:00:00.000Z', '2026-03-09T06:00:00.000Z'],
    days: [
      { day: '2026-03-01', ...zero, views: 100, saves: 3 },
      { day: '2026-03-04', ...zero, views: -20, plays: 11, likes: 1 },
      { day: '2026-03-09', ...zero, views: 7, comments: 2, shares: 4, saves: -1 },
    ],
  },
  {
    id: 'hidden',
    platform: 'tiktok',
    counts: '500, 500, 0, 50, 40, null',
    seen: ['2026-03-01T06:00:00.000Z', '2026-03-09T06:00:00.000Z'],
    unknown: 4,
    days: [{ day: '2026-03-05', ...zero, views: 30, plays: 30 }],
  },
];

const text = (value: string | null | undefined) => (value == null ? 'null' : `'${value}'`);

const rows = old.flatMap(({ id, platform, counts, seen, unknown, days }) => [
  `insert into videos (id, organization_id, platform, is_active, external_id, added_at, updated_at, first_scrape_time,
    last_scrape_time, unknown_metrics, view_count, play_count, like_count, comment_count, share_count, saved_count)
    values ('${id}', 'o', '${platform}', 1, '${id}', '2026-02-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z',
    ${text(seen?.[0])}, ${text(seen?.[1])}, ${unknown ?? 0}, ${counts})`,
  ...days.map(
    (day) => `insert into video_days (video_id, organization_id, day, ${columns})
      values ('${id}', 'o', '${day.day}', ${day.views}, ${day.plays}, ${day.likes}, ${day.comments}, ${day.shares}, ${day.saves})`,
  ),
]);

describe.each(['sqlite', 'postgres'] as const)('days of individually tracked videos, on %s', (dialect) => {
  it('become levels that make the same days, and go on from there', async () => {
    const database = await emptyDatabase(dialect);
    const before = await openUnmigrated(database.setting);
    await migrate(before, '0021-who-is-who');
    await run(before, [...oldOrganization('o'), ...rows]);
    const kept = async (store: typeof before) =>
      (await sql<Record<string, unknown>>`select * from videos order by id`.execute(store.read)).rows.map(
        ({ number, ...row }) => row,
      );
    const was = await kept(before);
    await before.close();
    const { setting, folder } = database;
    const store = await openStore(setting.kind === 'sqlite' ? setting : { ...setting, copiesIn: folder });
    expect(await kept(store)).toEqual(was);
    const days = await videoDays(
      store,
      'o',
      old.map(({ id }) => id),
      ever,
    );
    for (const { id, days: had } of old) expect([id, days.get(id) ?? []]).toEqual([id, had]);

    const which = { organizationId: 'o', videoId: 'moved', origin: { source: 'file', importId: 'one' } } as const;
    const told = { post: post('moved', 480), account_username: null, platform_account_id: null };
    const at = Date.parse('2026-03-06T12:00:00.000Z');
    await recordVideoLooks(store, { ...which, looks: [{ at, snapshot: told }] });
    const late = (await videoDays(store, 'o', ['moved'], ever)).get('moved')?.map(({ day, views }) => [day, views]);
    expect(late).toEqual([
      ['2026-03-01', 100],
      ['2026-03-04', -20],
      ['2026-03-06', -13],
      ['2026-03-09', 20],
    ]);
    await withdrawVideoLooks(store, which);
    expect((await videoDays(store, 'o', ['moved'], ever)).get('moved')).toEqual(old[3]?.days);
    expect(await kept(store)).toEqual(was);
    await store.close();
    await database.remove();
  });
});
