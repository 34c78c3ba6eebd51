import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dialect } from '../../../src/store/store.ts';
import { testServer } from '../../server/test-server.ts';
import { steps, tracked } from './arbitrary.ts';
import { type Remaining, remaining, type Step } from './looks.ts';
import { take } from './take.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) process.stdout.write('Days are not compared with those of days.py: there is no python3 here.\n');

const dates = { start_date: '2026-03-06', end_date: '2026-03-18' };
const query = new URLSearchParams(dates).toString();
const accounts = [
  { name: 'one.gram', as: 'a', platform: 'instagram', isLinked: true },
  { name: 'one.tok', as: 't', platform: 'tiktok', isLinked: true },
  { name: 'other.gram', as: 'a', platform: 'instagram', isLinked: false },
] as const;

/** Looks in any order, doubled and partly taken back: some dozen calls for each account. */
function stepsFor(ids: ReadonlyMap<string, string>, seed: number): Step[] {
  return accounts.flatMap(({ name, as }, index) => {
    const account = ids.get(name) ?? '';
    const named = fc.sample(steps, { numRuns: 12, seed: seed + index }).flat();
    return named.flatMap((step) => stepOf(step, as, account));
  });
}

/** What a step does to one account, under another name; nothing where it is about others. */
function stepOf(step: Step, as: string, account: string): Step[] {
  const its = <One extends { readonly account: string }>(all: readonly One[]) =>
    all.filter((one) => one.account === as).map((one) => ({ ...one, account }));
  if (step.kind === 'withdraw') return its([step]);
  const one: Step =
    step.kind === 'report' ? { kind: 'report', days: its(step.days) } : { kind: 'record', looks: its(step.looks) };
  return (one.kind === 'report' ? one.days : one.looks).length === 0 ? [] : [one];
}

interface Point extends Readonly<Record<string, unknown>> {
  readonly date: string;
}

interface Days {
  readonly accounts: Readonly<Record<string, readonly Point[]>>;
  readonly creators: Readonly<Record<string, readonly Point[]>>;
  readonly organization: readonly Point[];
  readonly at_age: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

function byPython({ looks, days }: Remaining, facts: Readonly<Record<string, unknown>>): Days {
  const levels = (told: { level: number; step: number } | null) => told && [told.level, told.step];
  const input = {
    accounts: facts,
    made: [...tracked.madeAt.keys()],
    first: dates.start_date,
    last: dates.end_date,
    reported: days.map(({ account, day, source, gains, followers }) => ({
      account,
      day,
      source,
      gains: Object.fromEntries(
        Object.entries(gains).map(([metric, told]) => [metric, told && [told.gained, told.isRounded]]),
      ),
      followers: levels(followers),
    })),
    looks: looks.map(({ account, at, source, profile, posts }) => ({
      account,
      at,
      source,
      followers: levels(profile?.followers ?? null),
      posts:
        posts &&
        Object.fromEntries(
          [...Map.groupBy(posts, ({ key }) => key)].map(([key, seen]) => [
            key,
            seen.map((post) => ({
              ...Object.fromEntries(Object.entries(post.levels).map(([metric, told]) => [metric, levels(told)])),
              made: (tracked.madeAt.get(key) ?? 0) + post.later,
            })),
          ]),
        ),
    })),
  };
  const script = new URL('./days.py', import.meta.url).pathname;
  const { stdout, stderr, status } = spawnSync('python3', [script], { input: JSON.stringify(input), encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

describe.skipIf(!hasPython).each<Dialect>(['sqlite', 'postgres'])('on %s the days', (dialect) => {
  const at = testServer({}, dialect);
  let key = '';
  const ids = new Map<string, string>();
  let creatorId = '';

  beforeAll(async () => {
    key = await at().key();
    creatorId = (await at().call('POST', '/v2/creators', { key, body: { name: 'One' } })).body.data.id;
    for (const { name, platform, isLinked } of accounts) {
      // Paused, so that what this test tells is all that is seen.
      const body = { platform, username: name, is_active: false, ...(isLinked && { creator_id: creatorId }) };
      ids.set(name, (await at().call('POST', '/v2/accounts', { key, body })).body.data.id);
    }
  });

  const asked = async (path: string, like: readonly Point[]): Promise<Point[]> => {
    const { status, body } = await at().call('GET', `${path}/timeseries?${query}`, { key });
    expect(status).toBe(200);
    const columns = Object.keys(like[0] ?? {});
    return body.data.map((point: Point) =>
      Object.fromEntries(columns.map((column) => [column, point[column] ?? (column === 'saves' ? 0 : null)])),
    );
  };

  it('that the API answers are those of a script with none of its code', async () => {
    const { store } = at().context;
    const { organizationId } = at();
    const given = stepsFor(ids, 16);
    const told = {
      madeAt: tracked.madeAt,
      accounts: new Map(accounts.map((one) => [ids.get(one.name) ?? '', one.platform])),
    };
    await take(store, given, told, organizationId);
    const facts = Object.fromEntries(
      accounts.map(({ name, platform, isLinked }) => [
        ids.get(name),
        { platform, creator: isLinked ? creatorId : null },
      ]),
    );
    const days = byPython(remaining(given), facts);
    expect(days.organization.filter(({ views }) => views !== 0).length).toBeGreaterThan(5);
    for (const [id, points] of Object.entries(days.accounts)) {
      expect(await asked(`/v2/accounts/${id}`, points)).toEqual(points);
    }
    for (const [id, points] of Object.entries(days.creators)) {
      expect(await asked(`/v2/creators/${id}`, points)).toEqual(points);
    }
    expect(await asked('/v2/overview', days.organization)).toEqual(days.organization);
    expect(JSON.stringify(days.at_age).match(/:\d/g)?.length).toBeGreaterThan(20);
    for (const [id, posts] of Object.entries(days.at_age)) expect(await askedAtAge(id)).toEqual(posts);
  });

  const askedAtAge = async (account: string) => {
    const { body } = await at().call('GET', `/v2/account-videos?account_id=${account}`, { key });
    const found: Record<string, unknown> = {};
    for (const { platform, uuid, external_id } of body.data) {
      const post = await at().call('GET', `/v2/account-videos/${platform}/${uuid}`, { key });
      found[external_id] = post.body.data.at_age;
    }
    return found;
  };
});
