import { lockAccount } from '../account-lock.ts';
import { type Change, changeOf, nextOf } from '../observations/change.ts';
import { isNewSince } from '../observations/gains.ts';
import { knownLevels, type Metric, metrics } from '../observations/metrics.ts';
import type { Run, Sighting } from '../observations/runs.ts';
import { lastSaid } from '../observations/said.ts';
import { toldIdentity } from '../observations/told-identity.ts';
import type { AccountLookRow, AccountRow } from '../schema.ts';
import { inTransaction, type Writer } from '../transaction.ts';
import { identify, lockToIdentify, refuseStranger, writeIdentity } from './account-identity.ts';
import { changedAmong } from './changed-posts.ts';
import type { Look } from './look.ts';
import type { Place, ReadLook } from './looked.ts';
import { allLooks, type LastLooks, lastLooks, mergedLook, writeLooks } from './looks.ts';
import { type Origin, originNumber } from './origins.ts';
import { type KnownPost, lastRuns, postsByKey } from './post-states.ts';
import { profileWords, type WordsChange } from './profile-words.ts';
import { readLooks } from './read-looks.ts';
import type { ReadPost } from './readable.ts';
import { wordsAgain } from './words-again.ts';
import { type LookedAt, writeAccount } from './write-account.ts';
import { type ChangedPost, writePosts } from './write-posts.ts';

export interface AccountLooks {
  organizationId: string;
  accountId: string;
  origin: Origin;
  looks: readonly Look[];
  /** When the account is due next, ISO 8601; absent: left as it is. */
  nextRefreshAt?: string | null;
}

/**
 * `gone`: no such account any more. `other_account`: by the platform's id it was another one that was seen; nothing of it
 * is recorded but that, at the account, until somebody decides.
 */
export type Recorded = 'recorded' | 'gone' | 'other_account';

/**
 * Records what a source saw of an account: its profile, its posts, their gains and every sum over them, in one transaction.
 * What follows is the same whatever the order in which looks come.
 */
export function recordLooks(writer: Writer, { organizationId, accountId, origin, looks, nextRefreshAt }: AccountLooks) {
  return inTransaction<Recorded>(writer, async (db) => {
    const told = toldIdentity(looks);
    const account = await lockToIdentify(writer.dialect, db, { organizationId, accountId }, told);
    if (account === undefined) return 'gone';
    const identified = await identify(db, account, told);
    if (identified.kind === 'other_account') {
      const at = looks.reduce((latest, look) => Math.max(latest, look.at), 0);
      await refuseStranger(db, account, identified.stranger, { at, nextRefreshAt });
      return 'other_account';
    }
    await writeIdentity(db, account, told, identified.learned);
    const numbered = await originNumber(writer.dialect, db, organizationId, origin);
    const place = { writer: { dialect: writer.dialect, write: db }, account, origin: numbered };
    const last = await lastLooks(db, account, numbered.number);
    const read = await readLooks(place, looks);
    const changed =
      looks.length === 1 && read[0] !== undefined && (last.any === null || read[0].row.at > last.any)
        ? await afterAll(place, read[0], last)
        : await amongOthers(place, read);
    await writePosts(writer.dialect, db, { account, organizationNo: numbered.organizationNo }, changed.posts);
    await writeAccount(place.writer, account, changed, { nextRefreshAt });
    return 'recorded';
  });
}

/** Takes back all that an origin told of an account. */
export function withdrawLooks(
  writer: Writer,
  { organizationId, accountId, origin }: Pick<AccountLooks, 'organizationId' | 'accountId' | 'origin'>,
) {
  return inTransaction<Recorded>(writer, async (db) => {
    const account = await lockAccount(writer.dialect, db, { organizationId, accountId });
    if (account === undefined) return 'gone';
    const numbered = await originNumber(writer.dialect, db, organizationId, origin);
    const place = { writer: { dialect: writer.dialect, write: db }, account, origin: numbered };
    const before = await allLooks(db, account);
    const after = before.filter((look) => look.origin !== numbered.number);
    if (after.length === before.length) return 'recorded';
    await db
      .deleteFrom('account_looks')
      .where('organization_id', '=', organizationId)
      .where('account_id', '=', accountId)
      .where('origin', '=', numbered.number)
      .execute();
    const posts = await changedAmong(place, { before, after, read: [], without: numbered.number });
    await writePosts(writer.dialect, db, { account, organizationNo: numbered.organizationNo }, posts);
    await writeAccount(
      place.writer,
      account,
      { posts, looks: { before, after }, isLatest: false, words: { kind: 'withdrawn', origin: numbered.number } },
      {},
    );
    return 'recorded';
  });
}

/** A look after all others changes only what it saw, and needs only what was seen last. */
async function afterAll(place: Place, read: ReadLook, last: LastLooks): Promise<LookedAt> {
  const { writer, account } = place;
  const { dialect, write: db } = writer;
  await writeLooks(dialect, db, [read.row]);
  const keys = read.posts.map(({ key }) => key);
  const known = new Map((await postsByKey(place, keys)).map((post) => [post.external_id, post]));
  const words = await wordsAgain(place, known, read.posts);
  const tails = await lastRunsOf(place, [...known.values()]);
  const posts: ChangedPost[] = [];
  const whole: ReadPost[] = [];
  for (const one of read.posts) {
    const post = known.get(one.key) ?? null;
    const stored = post === null ? [] : (tails.get(post.id) ?? []);
    const told = words(post, one);
    const change = post === null ? firstSight(one, last) : next(account, post, stored, one.sighting, last);
    if (change === null || told === null) whole.push(one);
    else {
      const madeAt = told.words.made;
      const firstSeen = post?.first_scrape_time ?? iso(read.row.at);
      posts.push({ key: one.key, known: post, madeAt, words: told, change, stored, firstSeen });
    }
  }
  if (whole.length > 0) {
    const after = await allLooks(db, account);
    const before = after.filter((look) => !isOf(look, read.row));
    posts.push(
      ...(await changedAmong(place, { before, after, read: [{ ...read, posts: whole }], without: null }, false)),
    );
  }
  return {
    posts,
    looks: { last, row: read.row },
    isLatest: true,
    words: wordsTold([read], last.words_beside === 0),
  };
}

function isOf(look: AccountLookRow, { at, origin }: AccountLookRow): boolean {
  return look.at === at && look.origin === origin;
}

/** The last run of each post: most rows of posts tell it themselves. */
async function lastRunsOf(
  { writer, origin }: Place,
  posts: readonly KnownPost[],
): Promise<Map<number, readonly Run[]>> {
  const told = new Map<number, readonly Run[]>();
  for (const post of posts) {
    const { run_at: at, run_origin: from, last_scrape_time: until } = post;
    if (at === null || from === null || until === null) continue;
    const levels = knownLevels(post, post.unknown_metrics);
    told.set(post.id, [{ at, until: Date.parse(until), origin: from, levels, steps: {} }]);
  }
  const ids = posts.map(({ id }) => id).filter((id) => !told.has(id));
  const read = ids.length === 0 ? [] : await lastRuns(writer.dialect, writer.write, origin.organizationNo, ids);
  return new Map([...told, ...read]);
}

/** What a sighting after all others makes of a post; null where that takes more than its last run to tell. */
function next(
  account: AccountRow,
  post: KnownPost,
  [run, second]: readonly Run[],
  sighting: Sighting,
  last: LastLooks,
): Change | null {
  // What another origin said in words is kept beside, and takes more to tell.
  if (run === undefined || second !== undefined || run.origin !== sighting.origin) return null;
  if (!isExact(run) || !isExact(sighting)) return null;
  const levels = knownLevelsOf(account, post, run);
  // The last level of a metric may be rounded where the last run does not tell it.
  const isToldAgain = (metric: Metric) =>
    run.levels[metric] === null && levels[metric] !== null && sighting.levels[metric] !== null;
  if (metrics.some(isToldAgain)) return null;
  const tail = { run, levels, fromZero: post.from_zero };
  return nextOf(tail, sighting, {
    lastLook: last.own,
    lastListing: last.listing,
    madeAt: Date.parse(post.create_time),
  });
}

/** TikTok's saves are in its levels alone. */
function knownLevelsOf({ platform }: AccountRow, post: KnownPost, run: Run) {
  const levels = knownLevels(post, post.unknown_metrics);
  return platform === 'tiktok' ? { ...levels, saves: run.levels.saves } : levels;
}

function firstSight({ words, sighting }: ReadPost, last: LastLooks): Change {
  const madeAt = words.made;
  const looks = new Map([[sighting.origin, [sighting.at]]]);
  const world = { looks, beganAtZero: () => isNewSince(last.listing ?? undefined, madeAt), rank: () => 0 };
  return changeOf([], { add: [sighting], without: null }, { before: world, after: world, madeAt });
}

function isExact({ steps }: Pick<Sighting, 'steps'>): boolean {
  return metrics.every((metric) => steps[metric] === undefined);
}

/** Looks anywhere in time: whatever they change is made anew from all that is known of it. */
async function amongOthers(place: Place, read: readonly ReadLook[]): Promise<LookedAt> {
  const { writer, account } = place;
  const before = await allLooks(writer.write, account);
  const merged = new Map(before.map((look) => [`${look.at} ${look.origin}`, look]));
  const written = new Map<string, AccountLookRow>();
  for (const { row } of read) {
    const key = `${row.at} ${row.origin}`;
    const known = merged.get(key);
    const look = known === undefined ? row : mergedLook(known, row);
    merged.set(key, look);
    written.set(key, look);
  }
  await writeLooks(writer.dialect, writer.write, [...written.values()]);
  const after = [...merged.values()].sort((a, b) => a.at - b.at || a.origin - b.origin);
  const posts = await changedAmong(place, { before, after, read, without: null });
  const last = before.at(-1)?.at ?? 0;
  const isLatest = read.some(({ row }) => row.at >= last);
  return {
    posts,
    looks: { before, after },
    isLatest,
    words: wordsTold(read, false),
  };
}

/** What looks of one origin tell of the profile in words. */
function wordsTold(read: readonly ReadLook[], isAlone: boolean): WordsChange {
  const told = read.flatMap(({ row: { at, origin }, look: { snapshot } }) =>
    snapshot.profile === null ? [] : [{ at, origin, words: profileWords(snapshot.profile) }],
  );
  const [said] = lastSaid(told).values();
  return said === undefined ? { kind: 'none' } : { kind: 'told', said, isAlone };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
