import { z } from 'zod';
import type { OriginRanks } from '../origin-ranks.ts';
import { type Holding, holding, type Said } from './said.ts';

const text = z.string().nullable();

/** What an origin says of a post beside its counts. What it does not tell is null. */
export const postWords = z.object({
  shortcode: text,
  description: text,
  media_type: text,
  duration: z.number().nullable(),
  cover_image_url: text,
  video_url: text,
  /** When it was made, ms since the epoch; the earliest that the origin ever told. */
  made: z.number(),
});
export type PostWords = z.output<typeof postWords>;
type Field = Exclude<keyof PostWords, 'made'>;

/** What holds of several words, given the first to be believed first: what one does not tell is as the next one tells it. */
function filled(ordered: readonly PostWords[], made: number): PostWords {
  const told = <Name extends Field>(name: Name) => ordered.find((words) => words[name] !== null)?.[name] ?? null;
  return {
    shortcode: told('shortcode'),
    description: told('description'),
    media_type: told('media_type'),
    duration: told('duration'),
    cover_image_url: told('cover_image_url'),
    video_url: told('video_url'),
    made,
  };
}

/** Whether an origin says just what it said before, as words or as their text. */
export function isSaidAgain(words: PostWords, before: PostWords | string): boolean {
  if (typeof before === 'string') return JSON.stringify(words) === before;
  return (
    words.shortcode === before.shortcode &&
    words.description === before.description &&
    words.media_type === before.media_type &&
    words.duration === before.duration &&
    words.cover_image_url === before.cover_image_url &&
    words.video_url === before.video_url &&
    words.made === before.made
  );
}

/** What one origin says of a post at one instant in two ways: of each what is told, then what sorts last. */
export function saidAtOnce(a: PostWords, b: PostWords): PostWords {
  return {
    shortcode: either(a.shortcode, b.shortcode),
    description: either(a.description, b.description),
    media_type: either(a.media_type, b.media_type),
    duration: either(a.duration, b.duration),
    cover_image_url: either(a.cover_image_url, b.cover_image_url),
    video_url: either(a.video_url, b.video_url),
    made: Math.min(a.made, b.made),
  };
}

function either<Value extends string | number>(one: Value | null, other: Value | null): Value | null {
  return other === null || (one !== null && one >= other) ? one : other;
}

/** What one origin said last of a post, of two times that it spoke. */
function saidLast(a: Said<PostWords>, b: Said<PostWords>): Said<PostWords> {
  if (a.at === b.at) return { ...a, words: saidAtOnce(a.words, b.words) };
  const later = a.at > b.at ? a : b;
  return { ...later, words: { ...later.words, made: Math.min(a.words.made, b.words.made) } };
}

/**
 * What holds of a post: the words that were told last; and of when it was made what the most believed origin told, of
 * equally believed ones the earliest. What an API says replaces for good what was kept before origins were: neither is
 * ever taken back.
 */
export function holdingWords(
  said: readonly Said<PostWords>[],
  { rank, compare, isBefore, isApi }: OriginRanks,
): Holding<PostWords> | null {
  const kept = said.some(({ origin }) => isApi(origin)) ? said.filter(({ origin }) => !isBefore(origin)) : said;
  const most = Math.max(...kept.map(({ origin }) => rank(origin)));
  const made = Math.min(...kept.flatMap(({ origin, words }) => (rank(origin) === most ? [words.made] : [])));
  return holding(kept, compare, (ordered) =>
    filled(
      ordered.map(({ words }) => words),
      made,
    ),
  );
}

/** What is said of a post after its origin, or another, said more. */
export function withMore(said: readonly Said<PostWords>[], more: Iterable<Said<PostWords>>): Said<PostWords>[] {
  const last = new Map(said.map((one) => [one.origin, one]));
  for (const one of more) {
    const known = last.get(one.origin);
    last.set(one.origin, known === undefined ? one : saidLast(known, one));
  }
  return [...last.values()];
}
