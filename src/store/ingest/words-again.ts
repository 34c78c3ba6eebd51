import { holdingWords, isSaidAgain, type PostWords, withMore } from '../observations/post-words.ts';
import { allSaid, type Said } from '../observations/said.ts';
import { originRanks } from '../origin-ranks.ts';
import type { Place } from './looked.ts';
import type { KnownPost } from './post-states.ts';
import { ownTexts, type WordsOfPost, wordsBeside, wordsOfRows } from './post-words.ts';
import type { ReadPost } from './readable.ts';

/** A post beside whose words others are kept, seen again. */
interface SeenAgain {
  readonly post: KnownPost;
  readonly sight: ReadPost;
  /** What it shows. */
  readonly holds: PostWords;
}

/**
 * What posts say in words after the origin whose words hold spoke again, later than all others: of most posts nobody else
 * said anything, and that is all that holds. Where somebody did, what others said is read only if it says anything new.
 * Null where it tells that a post was made earlier.
 */
export async function wordsAgain(place: Place, known: ReadonlyMap<string, KnownPost>, sights: readonly ReadPost[]) {
  const { writer, account, origin } = place;
  const { dialect, write: db } = writer;
  const told = sights.flatMap((sight) => {
    const post = known.get(sight.key);
    return post?.words_beside === 1 ? [{ post, sight }] : [];
  });
  const ids = told.map(({ post }) => post.id);
  const rows = await wordsOfRows(dialect, db, account, ids);
  const own = await ownTexts(dialect, db, origin, ids);
  const anew: SeenAgain[] = [];
  const again = new Map<number, WordsOfPost | null>();
  for (const { post, sight } of told) {
    const holds = rows.get(post.id);
    if (holds === undefined) continue;
    const isSame = isSaidAgain(sight.words, own.get(post.id) ?? holds);
    if (isSame) again.set(post.id, { words: holds, beside: [], stored: [] });
    else anew.push({ post, sight, holds });
  }
  for (const [id, words] of await amongOthers(place, anew)) again.set(id, words);

  return (post: KnownPost | null, { words }: ReadPost): WordsOfPost | null => {
    if (post === null) return { words, beside: [], stored: [] };
    const made = Date.parse(post.create_time);
    const found = again.get(post.id);
    if (found !== undefined) return found;
    return words.made < made ? null : { words: { ...words, made }, beside: [], stored: [] };
  };
}

async function amongOthers(
  { writer, account, origin }: Place,
  anew: readonly SeenAgain[],
): Promise<Map<number, WordsOfPost | null>> {
  const found = new Map<number, WordsOfPost | null>();
  if (anew.length === 0) return found;
  const { dialect, write: db } = writer;
  const ids = anew.map(({ post }) => post.id);
  const beside = await wordsBeside(dialect, db, origin.organizationNo, ids);
  const ranks = await originRanks(db, account.organization_id);
  for (const { post, sight, holds } of anew) {
    const stored = beside.get(post.id) ?? [];
    const last = Date.parse(post.last_scrape_time ?? post.create_time);
    const before: Said<PostWords> = { origin: origin.number, at: last, words: holds };
    const now = { origin: origin.number, at: sight.sighting.at, words: sight.words };
    const after = holdingWords(withMore(allSaid(before, stored), [now]), ranks);
    const isMadeThen = after?.words.made === holds.made;
    found.set(post.id, isMadeThen ? { words: after.words, beside: after.beside, stored } : null);
  }
  return found;
}
