import { folded } from './fold.ts';

/** What a caption holds of each kind, folded, each once. */
export interface CaptionTags {
  readonly hashtags: readonly string[];
  readonly mentions: readonly string[];
}

/** More than any platform takes: a caption that somebody made of tags alone costs no more than this. */
const mostTags = 60;
const longestTag = 100;

const word = '\\p{L}\\p{M}\\p{N}_';
/** `#one#two` are two; `a#b` and the `&#39;` of a page's source are none. */
const hashtagChain = new RegExp(`(?<![${word}&#])(?:#[${word}]+)+`, 'gu');
/** No address of a mailbox; a point ends a sentence and no name. */
const mention = new RegExp(`(?<![${word}.])@([${word}](?:[${word}.]*[${word}])?)`, 'gu');

/** The hashtags and mentions of a caption, as the platforms read them: a tag of digits alone is a number. */
export function tagsOf(caption: string | null): CaptionTags {
  if (caption === null) return { hashtags: [], mentions: [] };
  const chains = [...caption.matchAll(hashtagChain)].flatMap(([chain]) => chain.split('#'));
  return {
    hashtags: kept(chains.filter((tag) => /[^\p{N}]/u.test(tag))),
    mentions: kept([...caption.matchAll(mention)].map(([, name = '']) => name)),
  };
}

function kept(tags: readonly string[]): readonly string[] {
  const all = new Set(tags.map(folded).filter((tag) => tag !== '' && tag.length <= longestTag));
  return [...all].slice(0, mostTags);
}
