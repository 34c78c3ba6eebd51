import { holdingWords, type PostWords, withMore } from '../observations/post-words.ts';
import type { Run } from '../observations/runs.ts';
import { allSaid, type Said } from '../observations/said.ts';
import type { OriginRanks } from '../origin-ranks.ts';
import type { Place } from './looked.ts';
import type { KnownPost } from './post-states.ts';
import { type WordsOfPost, wordsBeside, wordsOfRows } from './post-words.ts';
import type { ReadPost } from './readable.ts';

/** A post of which more was seen, or from which an origin goes. */
export interface Touched {
  readonly post: KnownPost;
  /** All of it before. */
  readonly runs: readonly Run[];
  readonly sights: readonly ReadPost[];
}

/** What of posts holds in words after looks, by their ids; a post of which nothing of that can change is left out. */
export async function changedWords(
  { writer, account, origin }: Place,
  touched: readonly Touched[],
  without: number | null,
  ranks: OriginRanks,
): Promise<Map<number, WordsOfPost>> {
  const { dialect, write: db } = writer;
  const open = touched.filter((one) => mayChange(one, without, ranks));
  const ids = open.map(({ post }) => post.id);
  const beside = await wordsBeside(dialect, db, origin.organizationNo, ids);
  const rows = await wordsOfRows(dialect, db, account, ids);
  const changed = new Map<number, WordsOfPost>();
  for (const one of open) {
    const { id } = one.post;
    const holds = rows.get(id);
    const words = holds && wordsAfter(one, { holds, stored: beside.get(id) ?? [] }, without, ranks);
    if (words !== undefined && words !== null) changed.set(id, words);
  }
  return changed;
}

/**
 * Nothing changes where no sight is told and no origin goes, nor where all words are of the one that goes. A late sight by
 * whose words hold tells at most that the post was made earlier.
 */
function mayChange({ post, runs, sights }: Touched, without: number | null, ranks: OriginRanks): boolean {
  if (without !== null) return post.words_beside === 1;
  const last = lastTold(runs, ranks);
  return sights.some(
    ({ words, sighting }) =>
      post.words_beside === 1 ||
      last === null ||
      sighting.origin !== last.origin ||
      sighting.at >= last.at ||
      words.made < Date.parse(post.create_time),
  );
}

function wordsAfter(
  { runs, sights }: Touched,
  { holds, stored }: { holds: PostWords; stored: readonly Said<PostWords>[] },
  without: number | null,
  ranks: OriginRanks,
): WordsOfPost | null {
  const last = lastTold(runs, ranks);
  const known = last === null ? [] : allSaid({ ...last, words: holds }, stored);
  const more = sights.map(({ sighting: { origin, at }, words }) => ({ origin, at, words }));
  const said = withMore(known, more).filter(({ origin }) => origin !== without);
  const left = lastTold(
    runs.filter(({ origin }) => origin !== without),
    ranks,
  );
  // From before it was kept what each origin says: where the words of the one that was last are not known, they stay.
  if (left !== null && !said.some(({ origin }) => origin === left.origin)) said.push({ ...left, words: holds });
  const now = holdingWords(said, ranks);
  return now && { words: now.words, beside: now.beside, stored };
}

/** Who told of a post last, whose words hold, and when; of several at one instant the one that is believed most. */
function lastTold(runs: readonly Run[], { compare }: OriginRanks): Pick<Said<unknown>, 'origin' | 'at'> | null {
  const at = runs.reduce((latest, { until }) => Math.max(latest, until), 0);
  const [first] = runs.filter(({ until }) => until === at).sort((a, b) => compare(b.origin, a.origin));
  return first === undefined ? null : { origin: first.origin, at };
}
