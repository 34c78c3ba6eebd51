import type { Kysely } from 'kysely';
import { changeOf, type World } from '../observations/change.ts';
import { isNewSince } from '../observations/gains.ts';
import { holdingWords, withMore } from '../observations/post-words.ts';
import type { Run } from '../observations/runs.ts';
import { type OriginRanks, originRanks } from '../origin-ranks.ts';
import type { Schema } from '../schema.ts';
import { changedWords } from './changed-words.ts';
import type { Looked, Place } from './looked.ts';
import { instantsByOrigin, listingsAmong } from './looks.ts';
import { othersTouched } from './others-touched.ts';
import { allRuns, type KnownPost, postsByKey } from './post-states.ts';
import type { WordsOfPost } from './post-words.ts';
import type { ReadPost } from './readable.ts';
import type { ChangedPost } from './write-posts.ts';

/** The posts that looks anywhere in time change, each made anew from all that was seen of it. */
export async function changedAmong(place: Place, looked: Looked, alsoOthers = true): Promise<ChangedPost[]> {
  const { writer, account, origin } = place;
  const { dialect, write: db } = writer;
  const ranks = await originRanks(db, account.organization_id);
  const byKey = new Map<string, ReadPost[]>();
  for (const { posts } of looked.read) {
    for (const one of posts) byKey.set(one.key, [...(byKey.get(one.key) ?? []), one]);
  }
  const known = await postsByKey(place, [...byKey.keys()]);
  const others = alsoOthers ? await othersTouched(place, looked, new Set(known.map(({ id }) => id))) : [];
  const all = [...known, ...others];
  const ids = all.map(({ id }) => id);
  const stored = await allRuns(dialect, db, origin.organizationNo, ids);
  const beforeOrigins = await numbersOf(db, account.organization_id);
  const looksIn = { before: instantsByOrigin(looked.before), after: instantsByOrigin(looked.after) };
  const listings = { before: listingsAmong(looked.before), after: listingsAmong(looked.after) };
  const runsOf = ({ id }: KnownPost) => stored.get(id) ?? [];
  const touched = all.map((post) => ({ post, runs: runsOf(post), sights: byKey.get(post.external_id) ?? [] }));
  const words = await changedWords(place, touched, looked.without, ranks);
  const changed = (post: KnownPost | null, key: string, sights: readonly ReadPost[]): ChangedPost => {
    const runs = post === null ? [] : runsOf(post);
    const told = post === null ? firstWords(sights, ranks) : (words.get(post.id) ?? null);
    const madeBefore = post === null ? 0 : Date.parse(post.create_time);
    const madeAt = told?.words.made ?? madeBefore;
    const world = (side: 'before' | 'after'): World => ({
      looks: withOwnInstants(looksIn[side], runs, beforeOrigins),
      beganAtZero: (at) =>
        isNewSince(
          listings[side].findLast((listing) => listing < at),
          side === 'before' ? madeBefore : madeAt,
        ),
      rank: ranks.rank,
    });
    const add = sights.map(({ sighting }) => sighting);
    const change = changeOf(
      runs,
      { add, without: looked.without },
      { before: world('before'), after: world('after'), madeAt },
    );
    const lastSeen = change.after.reduce((latest, { until }) => Math.max(latest, until), 0);
    const seen = change.after.find((run) => !beforeOrigins.has(run.origin))?.at ?? Number.POSITIVE_INFINITY;
    const hasBefore = change.after.some((run) => beforeOrigins.has(run.origin));
    const earlier = hasBefore && post?.first_scrape_time != null ? Date.parse(post.first_scrape_time) : seen;
    const firstSeen = iso(Math.min(seen, earlier, lastSeen));
    return {
      key,
      known: post,
      madeAt,
      words: told,
      change,
      stored: runs,
      firstSeen,
    };
  };
  const byPost = new Map(known.map((post) => [post.external_id, post]));
  return [
    ...[...byKey].map(([key, sights]) => changed(byPost.get(key) ?? null, key, sights)),
    ...others.map((post) => changed(post, post.external_id, [])),
  ];
}

/** The words of a post that is seen for the first time. */
function firstWords(sights: readonly ReadPost[], ranks: OriginRanks): WordsOfPost | null {
  const more = sights.map(({ sighting: { origin, at }, words }) => ({ origin, at, words }));
  const now = holdingWords(withMore([], more), ranks);
  return now && { words: now.words, beside: now.beside, stored: [] };
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

function iso(at: number): string {
  return new Date(at).toISOString();
}
