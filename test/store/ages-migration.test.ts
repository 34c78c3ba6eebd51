import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { migrate } from '../../src/store/migrations/migrate.ts';
import { openUnmigrated } from '../../src/store/open.ts';
import { oldAccount, oldOrganization, run } from './old-rows.ts';
import { emptyDatabase } from './open-test-store.ts';
import { hour } from './rows.ts';

const made = Date.parse('2026-01-01T08:30:00.250Z');
const ages = [1, 7, 30];
const metrics = ['views', 'plays', 'likes', 'comments', 'shares', 'saves'] as const;

const level = fc.option(fc.nat(1_000), { freq: 5 });
/** A post's levels by when it was seen, in hours of its life: around the ends of its days, where it matters. */
const seen = fc.uniqueArray(
  fc.record({
    hours: fc.oneof(...[24, 168, 720].map((end) => fc.integer({ min: end - 30, max: end + 30 })), fc.nat(800)),
    levels: fc.tuple(level, level, level, level, level, level),
  }),
  { maxLength: 8, selector: ({ hours }) => hours },
);

type Seen = typeof seen extends fc.Arbitrary<infer Value> ? Value : never;

/** By plain loops: the level of the sighting nearest to the end of the day, of two the earlier, within 24 hours. */
function expected(of: Seen): Record<string, number | null> {
  const found: Record<string, number | null> = {};
  for (const [index, metric] of metrics.entries()) {
    for (const age of ages) {
      const [nearest] = of
        .filter(({ hours, levels }) => levels[index] !== null && Math.abs(hours - age * 24) <= 24)
        .sort((a, b) => Math.abs(a.hours - age * 24) - Math.abs(b.hours - age * 24) || a.hours - b.hours);
      found[`${metric}_day_${age}`] = nearest?.levels[index] ?? null;
    }
  }
  return found;
}

describe.each(['sqlite', 'postgres'] as const)('levels that are kept already, on %s', (dialect) => {
  it('give the levels at age', async () => {
    const posts = fc.sample(seen, { numRuns: 60, seed: 24 });
    const database = await emptyDatabase(dialect);
    const before = await openUnmigrated(database.setting);
    await migrate(before, '0021-who-is-who');
    const statements = posts.flatMap((of, index) => [
      `insert into account_videos (platform, id, organization_id, account_id, external_id, create_time, added_at, updated_at)
        values ('instagram', ${index + 1}, 'o', 'a', 'p${index}', '${new Date(made).toISOString()}', '', '')`,
      ...of.map(
        ({ hours, levels }) => `insert into post_levels (organization_no, post_id, at, origin, ${metrics.join(', ')})
          values (1, ${index + 1}, ${made + hours * hour}, 1, ${levels.map((one) => one ?? 'null').join(', ')})`,
      ),
    ]);
    await run(before, [
      ...oldOrganization('o'),
      ...oldAccount({ id: 'a', organizationId: 'o', platform: 'instagram' }),
      ...statements,
    ]);
    // What is made of posts without levels is for a later step.
    await migrate(before, '0024-at-age');
    const { rows } = await sql<Record<string, unknown>>`select * from post_ages order by post_id`.execute(before.read);
    const told = posts
      .map((of, index) => ({ organization_no: 1, post_id: index + 1, ...expected(of) }))
      .filter(({ organization_no, post_id, ...levels }) => Object.values(levels).some((one) => one !== null));
    expect(told.length).toBeGreaterThan(30);
    expect(rows).toEqual(told);
    await before.close();
    await database.remove();
  });
});
