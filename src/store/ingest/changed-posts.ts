import type { Kysely, Selectable } from 'kysely';
import { among } from '../among.ts';
import { changeOf, type World } from '../observations/change.ts';
import { isNewSince } from '../observations/gains.ts';
import type { Run } from '../observations/runs.ts';
import { originRanks } from '../origin-ranks.ts';
import type { AccountLookRow, Schema } from '../schema.ts';
import type { Writer } from '../transaction.ts';
import type { Look } from './look.ts';
import { instantsByOrigin, listingsAmong } from './looks.ts';
import type { NumberedOrigin } from './origins.ts';
import { allRuns, type KnownPost, postsById, postsByKey } from './post-states.ts';
import type { ReadPost, Unreadable } from './readable.ts';
import type { ChangedPost } from './write-posts.ts';

/** An account under its lock, and the origin that speaks of it. */
export interface Place {
  readonly writer: Writer;
  readonly account: Selectable<Schema['accounts']>;
  readonly origin: NumberedOrigin;
}

/** A look as it could be read. */
export interface ReadLook {
  readonly row: AccountLookRow;
  readonly look: Look;
  readonly posts: readonly ReadPost[];
  readonly unreadable: readonly Unreadable[];
}

export interface Looked {
  readonly before: readonly AccountLookRow[];
  readonly after: readonly AccountLookRow[];
  readonly read: readonly ReadLook[];
  /** The origin that is taken back. */
  readonly without: number | null;
}

/** The posts that looks anywhere in time change, each made anew from all that was seen of it. */
export async function changedAmong(place: Place, looked: Looked, alsoOthers = true): Promise<ChangedPost[]> {
  const { writer, account, origin } = place;
  const { dialect, write: db } = writer;
  const { rank, compare } = await originRanks(db, account.organization_id);
  const byKey = new Map<string, ReadPost[]>();
  for (const { posts } of looked.read) {
    for (const one of posts) byKey.set(one.post.external_id, [...(byKey.get(one.post.external_id) ?? []), one]);
  }
  const known = await postsByKey(dialect, db, account, [...byKey.keys()]);
  const others = alsoOthers ? await othersTouched(place, looked, new Set(known.map(({ id }) => id))) : [];
  const all = [...known, ...others];
  const ids = all.map(({ id }) => id);
  const stored = await allRuns(dialect, db, origin.organizationNo, ids);
  const beforeOrigins = await numbersOf(db, account.organization_id);
  const looksIn = { before: instantsByOrigin(looked.before), after: instantsByOrigin(looked.after) };
  const listings = { before: listingsAmong(looked.before), after: listingsAmong(looked.after) };
  const changed = (post: KnownPost | null, key: string, madeAt: number, sights: readonly ReadPost[]): ChangedPost => {
    const runs = post === null ? [] : (stored.get(post.id) ?? []);
    const world = (side: 'before' | 'after'): World => ({
      looks: withOwnInstants(looksIn[side], runs, beforeOrigins),
      beganAtZero: (at) =>
        isNewSince(
          listings[side].findLast((listing) => listing < at),
          madeAt,
        ),
      rank,
    });
    const add = sights.map(({ sighting }) => sighting);
    const change = changeOf(runs, { add, without: looked.without }, { before: world('before'), after: world('after') });
    const lastSeen = change.after.reduce((latest, { until }) => Math.max(latest, until), 0);
    const teller = bestOf(
      change.after.filter(({ until }) => until === lastSeen),
      compare,
    );
    const content = sights.find(({ sighting }) => sighting.at === lastSeen && sighting.origin === teller)?.post ?? null;
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
      stored: runs,
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

/** The origin that is believed most among those of some runs. */
function bestOf(runs: readonly Run[], compare: (a: number, b: number) => number): number | undefined {
  return [...runs].sort((a, b) => compare(b.origin, a.origin))[0]?.origin;
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
 * Posts that looks touch without telling of them: those seen at the listing right after one that is new or gone, whose first
 * gain may begin elsewhere; those that the same origin saw before and after; and all that an origin which goes had told of.
 */
async function othersTouched(
  place: Place,
  { before, after, without }: Looked,
  except: ReadonlySet<number>,
): Promise<KnownPost[]> {
  const { writer, account, origin } = place;
  const db = writer.write;
  const named = ({ at, origin, listing }: AccountLookRow) => `${at} ${origin} ${listing > 0}`;
  const had = new Set(before.map(named));
  const has = new Set(after.map(named));
  const differ = [
    ...after.filter((look) => !had.has(named(look))),
    ...before.filter((look) => !has.has(named(look))),
  ].map(({ at }) => at);
  const listings = { before: new Set(listingsAmong(before)), after: new Set(listingsAmong(after)) };
  const either = [...new Set([...listings.before, ...listings.after])].sort((a, b) => a - b);
  const listed = either.filter((at) => listings.before.has(at) !== listings.after.has(at));
  const next = new Set(listed.flatMap((at) => either.find((other) => other > at) ?? []));
  if (differ.length === 0 && next.size === 0) return [];
  const [least, most] = [Math.min(...differ), Math.max(...differ)];
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
        ...(next.size > 0 ? [among(writer.dialect, 'l.at', [...next])] : []),
        without === null
          ? differ.length === 0
            ? eb.lit(false)
            : and([
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
