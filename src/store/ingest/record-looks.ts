import type { Kysely, Selectable } from 'kysely';
import { lockAccount } from '../account-lock.ts';
import { type Change, changeOf, nextOf, type World } from '../observations/change.ts';
import { knownLevels, metrics } from '../observations/metrics.ts';
import type { Run, Sighting } from '../observations/runs.ts';
import { toldIdentity } from '../observations/told-identity.ts';
import type { AccountLookRow, AccountRow, Schema } from '../schema.ts';
import { inTransaction, type Writer } from '../transaction.ts';
import { identify, lockToIdentify, refuseStranger, writeIdentity } from './account-identity.ts';
import {
  allLooks,
  instantsByOrigin,
  type LastLooks,
  lastLooks,
  listingsAmong,
  mergedLook,
  writeLooks,
} from './looks.ts';
import { looksBefore } from './looks-before.ts';
import { type NumberedOrigin, type Origin, originNumber, originRanks } from './origins.ts';
import { type Aliases, aliasesFor, writeAliases } from './post-aliases.ts';
import { allRuns, type KnownPost, lastRuns, postsById, postsByKey, runsFromDays } from './post-states.ts';
import { profileLook } from './profile-look.ts';
import { type ReadPost, readPosts, type Unreadable } from './readable.ts';
import type { AccountObservation } from './snapshot.ts';
import { type LookedAt, writeAccount } from './write-account.ts';
import { type ChangedPost, writePosts } from './write-posts.ts';

/** A look at an account. */
export interface Look {
  /** ms since the epoch; its UTC day gets the gains. */
  readonly at: number;
  readonly snapshot: AccountObservation;
}

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
    await rememberBefore(place);
    const last = await lastLooks(db, account, numbered.number);
    const aliases = await aliasesFor(
      writer.dialect,
      db,
      account,
      looks.flatMap(({ snapshot }) => snapshot.posts ?? []),
    );
    const read = looks.map((look) => readLook(account, numbered.number, look, aliases));
    await writeAliases(writer.dialect, db, account, new Map(read.flatMap((look) => [...look.aliases])));
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
    await writeAccount(place.writer, account, { posts, looks: { before, after }, unreadable: null, latest: null }, {});
    return 'recorded';
  });
}

interface Place {
  readonly writer: Writer;
  readonly account: Selectable<Schema['accounts']>;
  readonly origin: NumberedOrigin;
}

interface ReadLook {
  readonly row: AccountLookRow;
  readonly look: Look;
  readonly posts: readonly ReadPost[];
  readonly unreadable: readonly Unreadable[];
  readonly aliases: Aliases;
}

function readLook(account: AccountRow, origin: number, look: Look, known: Aliases): ReadLook {
  const { at, snapshot } = look;
  const told = readPosts(account.platform, snapshot.posts ?? [], { at, origin, aliases: known });
  const { read, unreadable, aliases } = told;
  return { row: profileLook(account, origin, look), look, posts: read, unreadable, aliases };
}

/** An account of an earlier program: its looks are made up from its days, once. */
async function rememberBefore({ writer, account }: Place): Promise<void> {
  if (account.first_scrape_time === null) return;
  const db = writer.write;
  const any = await db
    .selectFrom('account_looks')
    .select('at')
    .where('organization_id', '=', account.organization_id)
    .where('account_id', '=', account.id)
    .limit(1)
    .executeTakeFirst();
  if (any !== undefined) return;
  const before = await originNumber(writer.dialect, db, account.organization_id, { source: 'before', importId: '' });
  await writeLooks(writer.dialect, db, await looksBefore(db, account, before.number));
}

/** A look after all others changes only what it saw, and needs only what was seen last. */
async function afterAll(place: Place, read: ReadLook, last: LastLooks): Promise<LookedAt> {
  const { writer, account, origin } = place;
  const { dialect, write: db } = writer;
  await writeLooks(dialect, db, [read.row]);
  const keys = read.posts.map(({ post }) => post.external_id);
  const known = new Map((await postsByKey(dialect, db, account, keys)).map((post) => [post.external_id, post]));
  const ids = [...known.values()].map(({ id }) => id);
  const tails = await lastRuns(dialect, db, origin.organizationNo, ids);
  const posts: ChangedPost[] = [];
  const whole: ReadPost[] = [];
  for (const one of read.posts) {
    const post = known.get(one.post.external_id) ?? null;
    const stored = post === null ? [] : (tails.get(post.id) ?? []);
    const change = post === null ? firstSight(one, last) : next(account, post, stored, one.sighting, last);
    if (change === null) whole.push(one);
    else {
      const madeAt = post === null ? one.madeAt : Date.parse(post.create_time);
      const firstSeen = post?.first_scrape_time ?? iso(read.row.at);
      posts.push({ key: one.post.external_id, known: post, madeAt, content: one.post, change, stored, firstSeen });
    }
  }
  if (whole.length > 0) {
    const after = await allLooks(db, account);
    const before = after.filter(
      (look) => look !== read.row && !(look.at === read.row.at && look.origin === read.row.origin),
    );
    posts.push(
      ...(await changedAmong(place, { before, after, read: [{ ...read, posts: whole }], without: null }, false)),
    );
  }
  return { posts, looks: { last, row: read.row }, unreadable: read.unreadable, latest: read.look };
}

/** What a sighting after all others makes of a post; null where that takes more than its last run to tell. */
function next(
  account: AccountRow,
  post: KnownPost,
  [run, second]: readonly Run[],
  sighting: Sighting,
  last: LastLooks,
): Change | null {
  if (run === undefined || second !== undefined || run.origin !== sighting.origin) return null;
  if (!isExact(run) || !isExact(sighting)) return null;
  const tail = { run, levels: knownLevelsOf(account, post, run) };
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

function firstSight({ madeAt, sighting }: ReadPost, last: LastLooks): Change {
  const listings = last.listing === null ? [] : [last.listing];
  const looks = new Map([[sighting.origin, [sighting.at]]]);
  const world = { looks, listings, madeAt, rank: () => 0 };
  return changeOf([], { add: [sighting], without: null }, { before: world, after: world });
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
  const latest = read.reduce<ReadLook | null>(
    (last, one) => (last === null || one.row.at >= last.row.at ? one : last),
    null,
  );
  const isLatest = latest !== null && latest.row.at >= (before.at(-1)?.at ?? 0);
  return {
    posts,
    looks: { before, after },
    unreadable: isLatest ? latest.unreadable : null,
    latest: latest?.look ?? null,
  };
}

interface Looked {
  readonly before: readonly AccountLookRow[];
  readonly after: readonly AccountLookRow[];
  readonly read: readonly ReadLook[];
  /** The origin that is taken back. */
  readonly without: number | null;
}

async function changedAmong(place: Place, looked: Looked, alsoOthers = true): Promise<ChangedPost[]> {
  const { writer, account, origin } = place;
  const { dialect, write: db } = writer;
  const ranks = await originRanks(db, account.organization_id);
  const byKey = new Map<string, ReadPost[]>();
  for (const { posts } of looked.read) {
    for (const one of posts) byKey.set(one.post.external_id, [...(byKey.get(one.post.external_id) ?? []), one]);
  }
  const known = await postsByKey(dialect, db, account, [...byKey.keys()]);
  const others = alsoOthers ? await othersTouched(place, looked, new Set(known.map(({ id }) => id))) : [];
  const all = [...known, ...others];
  const ids = all.map(({ id }) => id);
  const stored = await allRuns(dialect, db, origin.organizationNo, ids);
  const unwritten = all.filter(({ id }) => !stored.has(id));
  const before =
    unwritten.length === 0
      ? null
      : await originNumber(dialect, db, account.organization_id, { source: 'before', importId: '' });
  const assumed =
    before === null ? new Map<number, Run[]>() : await runsFromDays(dialect, db, account, unwritten, before.number);
  const beforeOrigins = await numbersOf(db, account.organization_id);
  const looksIn = { before: instantsByOrigin(looked.before), after: instantsByOrigin(looked.after) };
  const listings = { before: listingsAmong(looked.before), after: listingsAmong(looked.after) };
  const changed = (post: KnownPost | null, key: string, madeAt: number, sights: readonly ReadPost[]): ChangedPost => {
    const kept = post === null ? [] : (stored.get(post.id) ?? []);
    const runs = post === null || kept.length > 0 ? kept : (assumed.get(post.id) ?? []);
    const world = (side: 'before' | 'after'): World => ({
      looks: withOwnInstants(looksIn[side], runs, beforeOrigins),
      listings: listings[side],
      madeAt,
      rank: ranks,
    });
    const add = sights.map(({ sighting }) => sighting);
    const change = changeOf(runs, { add, without: looked.without }, { before: world('before'), after: world('after') });
    const lastSeen = change.after.reduce((latest, { until }) => Math.max(latest, until), 0);
    const content = sights.find(({ sighting }) => sighting.at === lastSeen)?.post ?? null;
    const seen = change.after.find((run) => !beforeOrigins.has(run.origin))?.at ?? Number.POSITIVE_INFINITY;
    const hasBefore = change.after.some((run) => beforeOrigins.has(run.origin));
    const earlier = hasBefore && post?.first_scrape_time != null ? Date.parse(post.first_scrape_time) : seen;
    const firstSeen = iso(Math.min(seen, earlier, lastSeen));
    return {
      key,
      known: post,
      madeAt,
      content: post === null ? (content ?? sights[0]?.post ?? null) : content,
      change,
      stored: kept,
      firstSeen,
    };
  };
  const byPost = new Map(known.map((post) => [post.external_id, post]));
  return [
    ...[...byKey].map(([key, sights]) => {
      const post = byPost.get(key) ?? null;
      return changed(post, key, post === null ? (sights[0]?.madeAt ?? 0) : Date.parse(post.create_time), sights);
    }),
    ...others.map((post) => changed(post, post.external_id, Date.parse(post.create_time), [])),
  ];
}

/** Levels of before have no looks of their own: each is at an instant of its own. */
function withOwnInstants(looks: World['looks'], runs: readonly Run[], before: ReadonlySet<number>): World['looks'] {
  const own = runs.filter(({ origin }) => before.has(origin));
  const [first] = own;
  if (first === undefined) return looks;
  const instants = [...new Set(own.flatMap(({ at, until }) => [at, until]))].sort((a, b) => a - b);
  return new Map([...looks, [first.origin, instants]]);
}

async function numbersOf(db: Kysely<Schema>, organizationId: string): Promise<ReadonlySet<number>> {
  const rows = await db
    .selectFrom('origins')
    .select('number')
    .where('organization_id', '=', organizationId)
    .where('source', '=', 'before')
    .execute();
  return new Set(rows.map(({ number }) => number));
}

/**
 * Posts that looks touch without telling of them: those seen at the look right after one that is new or gone, whose first
 * gain may begin elsewhere; those that the same origin saw before and after; and all that an origin which goes had told of.
 */
async function othersTouched(
  place: Place,
  { before, after, without }: Looked,
  except: ReadonlySet<number>,
): Promise<KnownPost[]> {
  const { writer, account, origin } = place;
  const db = writer.write;
  const had = new Set(before.map(({ at, origin }) => `${at} ${origin}`));
  const has = new Set(after.map(({ at, origin }) => `${at} ${origin}`));
  const differ = [
    ...after.filter(({ at, origin }) => !had.has(`${at} ${origin}`)),
    ...before.filter(({ at, origin }) => !has.has(`${at} ${origin}`)),
  ].map(({ at }) => at);
  const instants = [...new Set([...before, ...after].map(({ at }) => at))].sort((a, b) => a - b);
  const next = new Set(differ.flatMap((at) => instants.find((other) => other > at) ?? []));
  const [least, most] = [Math.min(...differ), Math.max(...differ)];
  if (differ.length === 0) return [];
  const rows = await db
    .selectFrom('account_videos as v')
    .innerJoin('post_levels as l', (join) =>
      join.on('l.organization_no', '=', origin.organizationNo).onRef('l.post_id', '=', 'v.id'),
    )
    .select('v.id')
    .distinct()
    .where('v.account_id', '=', account.id)
    .where(({ eb, or, and }) =>
      or([
        ...(next.size > 0 ? [eb('l.at', 'in', [...next])] : []),
        without === null
          ? and([
              eb('l.origin', '=', origin.number),
              eb('l.at', '<', most),
              eb(eb('l.at', '+', eb.ref('l.still')), '>', least),
            ])
          : eb('l.origin', '=', without),
      ]),
    )
    .execute();
  const ids = rows.map(({ id }) => id).filter((id) => !except.has(id));
  return ids.length === 0 ? [] : postsById(writer.dialect, db, account, ids);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
