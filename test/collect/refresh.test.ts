import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import type { Provider } from '../../src/collect/provider.ts';
import {
  createRefreshLoop,
  type RefreshEvent,
  type RefreshLoop,
  type RefreshOptions,
} from '../../src/collect/refresh.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { testStores } from '../store/open-test-store.ts';
import { addAccount, addImport, addOrganization, addVideo, askedProvider, heldTimers, iso, noon } from './tracked.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const loops: RefreshLoop[] = [];

/** A loop with held timers and a clock that stands at noon; `seen(n)` waits for its n-th event. */
function loopOn(store: Store, provider: Provider | null, wish: Partial<RefreshOptions> = {}) {
  const clock = { now: noon };
  const timers = heldTimers();
  const events: RefreshEvent[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const loop = createRefreshLoop({
    store,
    provider,
    now: () => clock.now,
    timers,
    report(event) {
      events.push(event);
      for (const waiter of waiting) if (events.length >= waiter.count) waiter.resolve();
    },
    ...wish,
  });
  loops.push(loop);
  const seen = (count: number) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (events.length >= count) resolve();
    else waiting.push({ count, resolve });
    return promise;
  };
  return { loop, clock, timers, events, seen };
}

const accountRow = (store: Store, id: string) =>
  store.read.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

testStores('the refresh loop', (opened, dialect) => {
  afterEach(async () => {
    await Promise.all(loops.splice(0).map((loop) => loop.stop()));
    await opened().store.write.deleteFrom('organizations').execute();
  });

  it('lets others have their turn between recordings', async () => {
    const { store } = opened();
    const organization_id = await addOrganization(store);
    for (let number = 0; number < 12; number += 1) {
      await addAccount(store, { organization_id, username: `due.${number}` });
    }
    const { loop, events, seen } = loopOn(
      store,
      askedProvider(() => 'seen'),
    );
    const recordedByTurn: number[] = [];
    const count = () => {
      recordedByTurn.push(events.length);
      if (events.length < 12) setImmediate(count);
    };
    loop.start();
    setImmediate(count);
    await seen(12);
    expect(new Set(recordedByTurn).size).toBeGreaterThan(4);
  });

  it('records nothing of an account before the store has room for it', async () => {
    const { store } = opened();
    const organization_id = await addOrganization(store);
    for (const username of ['one', 'another']) await addAccount(store, { organization_id, username });
    const room = Promise.withResolvers<void>();
    let asked = 0;
    const { loop, seen } = loopOn(
      store,
      askedProvider(() => 'seen'),
      {
        room: () => {
          asked += 1;
          return asked === 1 ? room.promise : Promise.resolve();
        },
      },
    );
    const recorded = async () => {
      const rows = await store.read.selectFrom('accounts').select('last_scrape_time').execute();
      return rows.filter(({ last_scrape_time }) => last_scrape_time !== null).length;
    };
    loop.start();
    await seen(1);
    expect([asked, await recorded()]).toEqual([2, 1]);
    room.resolve();
    await seen(2);
    expect(await recorded()).toBe(2);
  });

  describe('leaves alone', () => {
    it('what is not due, paused, or of a suspended organization', async () => {
      const { store } = opened();
      const organization_id = await addOrganization(store);
      const suspended = await addOrganization(store, { suspended_at: iso(noon) });
      await addAccount(store, { organization_id, username: 'later', next_refresh_at: iso(noon + 1) });
      await addAccount(store, { organization_id, username: 'paused', is_active: 0 });
      await addAccount(store, { organization_id, username: 'paused.unscheduled', is_active: 0, next_refresh_at: null });
      await addVideo(store, { organization_id, external_id: '111111', is_active: 0 });
      const barred = await addAccount(store, { organization_id: suspended, username: 'barred' });
      await addAccount(store, { organization_id, username: 'due' });
      const provider = askedProvider(() => 'seen');
      const { loop, seen } = loopOn(store, provider, { concurrency: 1 });
      loop.start();
      await seen(1);
      await loop.stop();
      expect(provider.asked.map(({ what }) => what)).toEqual(['due']);
      expect((await accountRow(store, barred)).next_refresh_at).toBe(iso(noon));
    });

    it('organizations with numbers of their own, where it would invent some beside them', async () => {
      const { store } = opened();
      const add = async (name: string, holds_sample_data: 0 | 1 = 0) => {
        const organization_id = await addOrganization(store, { holds_sample_data });
        await addAccount(store, { organization_id, username: name });
        const unscheduled = { organization_id, username: `${name}.new`, next_refresh_at: null };
        return { organization_id, unscheduled: await addAccount(store, unscheduled) };
      };
      const imported = await add('imported');
      await addImport(store, imported.organization_id, 'applied');
      const archived = await add('archived');
      await store.write
        .insertInto('origins')
        .values({ number: 1_001, organization_id: archived.organization_id, source: 'api', import_id: '' })
        .execute();
      const takenBack = await add('taken.back');
      await addImport(store, takenBack.organization_id, 'withdrawn');
      await add('sample', 1);
      await add('empty');
      const provider = { ...askedProvider(() => 'seen'), invented: true };
      const { loop, seen } = loopOn(store, provider, { concurrency: 1 });
      loop.start();
      await seen(6);
      await loop.stop();
      const names = ['taken.back', 'sample', 'empty'].flatMap((name) => [name, `${name}.new`]);
      expect(provider.asked.map(({ what }) => what).sort()).toEqual(names.sort());
      for (const { unscheduled } of [imported, archived]) {
        expect((await accountRow(store, unscheduled)).next_refresh_at).toBeNull();
      }
    });

    it('what became an organization of real numbers while it was asked about', async () => {
      const { store } = opened();
      const organization_id = await addOrganization(store);
      const id = await addAccount(store, { organization_id, username: 'asked' });
      const asked = askedProvider(async () => {
        await addImport(store, organization_id, 'applying');
        return 'seen' as const;
      });
      const { loop, seen, events } = loopOn(store, { ...asked, invented: true });
      loop.start();
      await seen(1);
      await loop.stop();
      expect(events).toMatchObject([{ kind: 'failed', reason: expect.stringContaining('numbers of its own') }]);
      expect((await accountRow(store, id)).last_scrape_time).toBeNull();
      const held = store.read.selectFrom('organizations').select('holds_sample_data').where('id', '=', organization_id);
      expect(await held.executeTakeFirst()).toEqual({ holds_sample_data: 0 });
    });

    it('everything when there is no provider', async () => {
      const { store } = opened();
      const id = await addAccount(store, { organization_id: await addOrganization(store), username: 'waiting' });
      const { loop } = loopOn(store, null);
      loop.start();
      loop.nudge();
      await loop.stop();
      expect(await accountRow(store, id)).toMatchObject({ last_scrape_time: null, next_refresh_at: iso(noon) });
    });
  });

  describe('refreshes', () => {
    it('an account and a video, and has them again an interval after they were due', async () => {
      const { store } = opened();
      const organization_id = await addOrganization(store);
      const account = await addAccount(store, {
        organization_id,
        username: 'due',
        next_refresh_at: iso(noon - hour),
        scrape_interval_hours: 6,
      });
      const video = await addVideo(store, { organization_id, external_id: '7411335095394699573' });
      const { loop, seen, clock, timers } = loopOn(
        store,
        askedProvider(() => 'seen'),
      );
      loop.start();
      await seen(2);
      expect(await accountRow(store, account)).toMatchObject({
        name: 'Someone',
        follower_count: 1_000,
        total_post_count: 1,
        last_scrape_time: iso(noon),
        next_refresh_at: iso(noon + 5 * hour),
      });
      const videoRow = await store.read
        .selectFrom('videos')
        .selectAll()
        .where('id', '=', video)
        .executeTakeFirstOrThrow();
      expect(videoRow).toMatchObject({
        view_count: 500,
        last_scrape_time: iso(noon),
        next_refresh_at: iso(noon + day),
      });
      clock.now = noon + 5 * hour;
      await timers.fire(5_000);
      await seen(3);
      expect((await accountRow(store, account)).next_refresh_at).toBe(iso(noon + 11 * hour));
    });

    it('after a long stop on its interval from now', async () => {
      const { store } = opened();
      const organization_id = await addOrganization(store);
      const id = await addAccount(store, { organization_id, username: 'old', next_refresh_at: iso(noon - 9 * day) });
      const { loop, seen } = loopOn(
        store,
        askedProvider(() => 'seen'),
      );
      loop.start();
      await seen(1);
      expect((await accountRow(store, id)).next_refresh_at).toBe(iso(noon + day));
    });

    it('a new account as soon as it is nudged, before older ones', async () => {
      const { store } = opened();
      const organization_id = await addOrganization(store);
      const [asked, added] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const provider = askedProvider(async (): Promise<'seen'> => {
        asked.resolve();
        await added.promise;
        return 'seen';
      });
      const { loop, seen } = loopOn(store, provider, { concurrency: 1 });
      await addAccount(store, { organization_id, username: 'first' });
      loop.start();
      // Both come while the loop is busy, so that it finds them in one look.
      await asked.promise;
      await addAccount(store, { organization_id, username: 'new' });
      await addAccount(store, {
        organization_id,
        username: 'known',
        last_scrape_time: iso(noon - day),
        first_scrape_time: iso(noon - day),
        next_refresh_at: iso(noon - hour),
      });
      loop.nudge();
      added.resolve();
      await seen(3);
      expect(provider.asked.map(({ what }) => what)).toEqual(['first', 'new', 'known']);
    });

    it('what was tracked while there was no provider', async () => {
      const { store } = opened();
      const organization_id = await addOrganization(store);
      await addAccount(store, { organization_id, username: 'unscheduled', next_refresh_at: null });
      await addVideo(store, { organization_id, external_id: '222222', next_refresh_at: null });
      const { loop, seen } = loopOn(
        store,
        askedProvider(() => 'seen'),
      );
      loop.start();
      await seen(2);
    });

    it("within the account's own limits, else its organization's", async () => {
      const { store } = opened();
      const limited = await addOrganization(store, { max_recent_posts_per_account: 30, post_lookback_days: 60 });
      const unlimited = await addOrganization(store);
      await addAccount(store, { organization_id: limited, username: 'inherits' });
      await addAccount(store, { organization_id: limited, username: 'own', max_recent_posts_per_account: 5 });
      await addAccount(store, { organization_id: unlimited, username: 'free' });
      const provider = askedProvider(() => 'seen');
      const { loop, seen } = loopOn(store, provider);
      loop.start();
      await seen(3);
      const limits = provider.asked.map(({ what, maxRecentPosts, lookbackDays }) => [
        what,
        maxRecentPosts,
        lookbackDays,
      ]);
      expect(limits.toSorted()).toEqual([
        ['free', null, null],
        ['inherits', 30, 60],
        ['own', 5, 60],
      ]);
    });
  });

  describe('when there is no answer', () => {
    it('marks what is gone, and asks again on the interval', async () => {
      const { store } = opened();
      const organization_id = await addOrganization(store);
      const id = await addAccount(store, { organization_id, username: 'gone' });
      const { loop, seen } = loopOn(
        store,
        askedProvider(() => 'unavailable'),
      );
      loop.start();
      await seen(1);
      expect(await accountRow(store, id)).toMatchObject({
        is_unavailable: 1,
        last_scrape_time: null,
        next_refresh_at: iso(noon + day),
      });
    });

    it('waits 1, 2, 4 minutes after failures in a row, and no more after a success', async () => {
      const { store } = opened();
      const organization_id = await addOrganization(store);
      const id = await addAccount(store, { organization_id, username: 'flaky' });
      let answers = ['failed', 'thrown', 'failed', 'seen', 'failed'] as const satisfies string[] as readonly string[];
      const provider = askedProvider(() => {
        const [next, ...rest] = answers;
        answers = rest;
        if (next === 'thrown') throw new Error('socket hang up');
        return next === 'seen' ? 'seen' : 'failed';
      });
      const { loop, seen, clock, timers, events } = loopOn(store, provider);
      loop.start();
      for (const [turn, wait] of [minute, 2 * minute, 4 * minute, day, minute].entries()) {
        await seen(turn + 1);
        const { next_refresh_at } = await accountRow(store, id);
        expect(next_refresh_at, `after answer ${turn + 1}`).toBe(iso(clock.now + wait));
        clock.now += wait;
        if (turn < 4) await timers.fire(5_000);
      }
      expect(events.map((event) => event.kind)).toEqual(['failed', 'failed', 'failed', 'recorded', 'failed']);
      expect(events[1]).toMatchObject({ reason: 'socket hang up' });
    });

    it('gives up on a provider that does not answer within a minute', async () => {
      const { store } = opened();
      const organization_id = await addOrganization(store);
      await addAccount(store, { organization_id, username: 'silent' });
      const asked = Promise.withResolvers<AbortSignal>();
      const provider = askedProvider(({ signal }) => {
        asked.resolve(signal);
        return new Promise(() => undefined);
      });
      const { loop, seen, timers, events } = loopOn(store, provider);
      loop.start();
      const signal = await asked.promise;
      await timers.fire(minute);
      await seen(1);
      expect(signal.aborted).toBe(true);
      expect(events).toMatchObject([{ kind: 'failed', reason: 'no answer within 60 s' }]);
    });

    it('says how many posts could not be read, and the account names them until they can', async () => {
      const { store } = opened();
      const organization_id = await addOrganization(store);
      const id = await addAccount(store, { organization_id, username: 'odd.posts' });
      const reading = askedProvider(() => 'seen');
      let odd = ['17', '18'];
      const provider: Provider = {
        ...reading,
        async account(platform, username, options) {
          const answer = await reading.account(platform, username, options);
          if (answer.kind !== 'seen') return answer;
          const { posts, ...rest } = answer.snapshot;
          const [first] = posts ?? [];
          if (first === undefined) throw new Error('the provider has a post');
          const unreadable = odd.map((external_id) => ({ ...first, external_id, create_time: 'soon' }));
          return { kind: 'seen', snapshot: { ...rest, posts: [first, ...unreadable] } };
        },
      };
      const { loop, seen, clock, events } = loopOn(store, provider);
      loop.start();
      await seen(1);
      expect(events).toMatchObject([{ kind: 'recorded', unreadable: 2 }]);
      const named = '17 does not say when it was made; 18 does not say when it was made';
      expect(await accountRow(store, id)).toMatchObject({ unreadable_posts: named, total_post_count: 1 });
      odd = [];
      clock.now += 2 * day;
      loop.nudge();
      await seen(2);
      expect(events[1]).not.toHaveProperty('unreadable');
      expect(await accountRow(store, id)).toMatchObject({ unreadable_posts: null });
    });

    it('outlives a failing store', async () => {
      const { store } = opened();
      const organization_id = await addOrganization(store);
      await sql`alter table accounts rename to accounts_elsewhere`.execute(store.write);
      const { loop, seen, events } = loopOn(
        store,
        askedProvider(() => 'seen'),
      );
      loop.start();
      await seen(2);
      await sql`alter table accounts_elsewhere rename to accounts`.execute(store.write);
      await addAccount(store, { organization_id, username: 'after.all' });
      loop.nudge();
      await seen(3);
      expect(events.map((event) => event.kind)).toEqual(['store_failed', 'store_failed', 'recorded']);
    });
  });

  describe('beside others', () => {
    it('never takes a row that another loop on the same database has', async () => {
      const { store, setting } = opened();
      // Two connections of one process would wait for each other on SQLite; loops share nothing but the store.
      const other = dialect === 'postgres' ? await openStore(setting) : store;
      const organization_id = await addOrganization(store);
      const usernames = Array.from({ length: 24 }, (_, index) => `account_${index}`);
      for (const username of usernames) await addAccount(store, { organization_id, username });
      for (let id = 0; id < 12; id += 1)
        await addVideo(store, { organization_id, external_id: `73000000000000000${id + 10}` });
      const provider = askedProvider(() => 'seen');
      const one = loopOn(store, provider);
      const two = loopOn(other, provider);
      one.loop.start();
      two.loop.start();
      const total = 36;
      const done = () => one.events.length + two.events.length;
      while (done() < total) await Promise.race([one.seen(one.events.length + 1), two.seen(two.events.length + 1)]);
      await Promise.all([one.loop.stop(), two.loop.stop()]);
      if (other !== store) await other.close();
      expect([...one.events, ...two.events].filter((event) => event.kind !== 'recorded')).toEqual([]);
      expect(new Set(provider.asked.map(({ what }) => what)).size).toBe(total);
      expect(provider.asked).toHaveLength(total);
    });

    it('takes up what a process that died had taken, once its lease has ended', async () => {
      const { store } = opened();
      const organization_id = await addOrganization(store);
      const id = await addAccount(store, { organization_id, username: 'orphan' });
      const asked = Promise.withResolvers<void>();
      const dead = loopOn(
        store,
        askedProvider(() => {
          asked.resolve();
          return new Promise(() => undefined);
        }),
      );
      dead.loop.start();
      await asked.promise;
      const lease = Date.parse((await accountRow(store, id)).next_refresh_at ?? '');
      expect(lease).toBeGreaterThan(noon + minute);
      const heir = loopOn(
        store,
        askedProvider(() => 'seen'),
      );
      heir.clock.now = lease;
      heir.loop.start();
      await heir.seen(1);
      expect(heir.events).toMatchObject([{ kind: 'recorded', id }]);
      await dead.timers.fire(minute);
      await dead.seen(1);
      // The late one must not undo what its heir has scheduled.
      expect((await accountRow(store, id)).next_refresh_at).toBe(iso(lease + day));
    });

    it('stops only when what is under way is recorded, and begins nothing new', async () => {
      const { store } = opened();
      const organization_id = await addOrganization(store);
      const slow = await addAccount(store, { organization_id, username: 'slow' });
      const next = await addAccount(store, { organization_id, username: 'next', next_refresh_at: iso(noon + 1) });
      const asked = Promise.withResolvers<void>();
      const answer = Promise.withResolvers<'seen'>();
      const { loop, clock } = loopOn(
        store,
        askedProvider(() => {
          asked.resolve();
          return answer.promise;
        }),
        { concurrency: 1 },
      );
      loop.start();
      await asked.promise;
      clock.now = noon + 1;
      const stopped = loop.stop();
      answer.resolve('seen');
      await stopped;
      expect((await accountRow(store, slow)).last_scrape_time).toBe(iso(noon));
      expect((await accountRow(store, next)).last_scrape_time).toBeNull();
    });
  });
});
