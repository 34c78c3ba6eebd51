import type { Kysely } from 'kysely';
import { changeOf, type World } from '../observations/change.ts';
import { isNewSince } from '../observations/gains.ts';
import type { Run } from '../observations/runs.ts';
import { originRanks } from '../origin-ranks.ts';
import type { Schema } from '../schema.ts';
import type { Looked, Place } from './looked.ts';
import { instantsByOrigin, listingsAmong } from './looks.ts';
import { originNumber } from './origins.ts';
import { othersTouched } from './others-touched.ts';
import { allRuns, type KnownPost, postsByKey, runsFromDays } from './post-states.ts';
import type { ReadPost } from './readable.ts';
import type { ChangedPost } from './write-posts.ts';

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
      beganAtZero: (at) =>
        isNewSince(
          listings[side].findLast((listing) => listing < at),
          madeAt,
        ),
      rank,
    });
    const add = sights.map(({ sighting }) => sighting);
    const change = changeOf(
      runs,
      { add, without: looked.without },
      { before: world('before'), after: world('after'), madeAt },
    );
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

function iso(at: number): string {
  return new Date(at).toISOString();
}
