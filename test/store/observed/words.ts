import type { SeenAccount } from './looks.ts';

/** The words of a post that are shown, and when it was made, later than others say. */
export interface ShownWords {
  readonly caption: string | null;
  readonly cover: string | null;
  readonly seconds: number | null;
}

interface Spoken<Words> {
  readonly by: string;
  readonly source: SeenAccount['source'];
  readonly at: number;
  readonly words: Words;
}

const believed = { file: 1, push: 2, api: 3 };

/** What each origin said last, the latest first; at one instant the most believed first. */
function inTurn<Words>(all: readonly Spoken<Words>[], together: (a: Words, b: Words) => Words): Words[] {
  const last = [...Map.groupBy(all, ({ by }) => by).values()].flatMap((said) => {
    const at = Math.max(...said.map((one) => one.at));
    const [first, ...others] = said.filter((one) => one.at === at);
    if (first === undefined) return [];
    return [{ ...first, words: others.reduce((words, other) => together(words, other.words), first.words) }];
  });
  last.sort((a, b) => b.at - a.at || believed[b.source] - believed[a.source] || (a.by < b.by ? 1 : -1));
  return last.map(({ words }) => words);
}

const first = <Value>(all: readonly (Value | null)[]) => all.find((value) => value !== null) ?? null;
const greater = <Value extends string | number>(a: Value | null, b: Value | null) =>
  a === null || b === null ? (a ?? b) : a > b ? a : b;

/** What accounts' posts have to say in words, by `account post`: of each what was told last, where that was told at all. */
export function reckonWords(looks: readonly SeenAccount[]): Map<string, ShownWords> {
  const said = new Map<string, Spoken<ShownWords>[]>();
  for (const { account, source, importId, at, posts } of looks) {
    for (const { key, caption, cover, seconds } of posts ?? []) {
      const one = { by: `${source} ${importId}`, source, at, words: { caption, cover, seconds } };
      said.set(`${account} ${key}`, [...(said.get(`${account} ${key}`) ?? []), one]);
    }
  }
  const together = (a: ShownWords, b: ShownWords) => ({
    caption: greater(a.caption, b.caption),
    cover: greater(a.cover, b.cover),
    seconds: greater(a.seconds, b.seconds),
  });
  return new Map(
    [...said].map(([post, all]) => {
      const words = inTurn(all, together);
      const caption = first(words.map((one) => one.caption));
      const cover = first(words.map((one) => one.cover));
      return [post, { caption, cover, seconds: first(words.map((one) => one.seconds)) }];
    }),
  );
}

/** What accounts' profiles have to say, by account: name and bio; those of whom nothing was told are left out. */
export function reckonProfiles(looks: readonly SeenAccount[]): Map<string, [string | null, string | null]> {
  const told = looks.flatMap(({ account, source, importId, at, profile }) =>
    profile === null ? [] : [{ account, by: `${source} ${importId}`, source, at, words: profile }],
  );
  const profiles = Map.groupBy(told, ({ account }) => account);
  // The text of what was said that sorts last: names alone come with a word more, so after the same name with a bio.
  const text = ({ name, bio, words }: (typeof told)[number]['words']) => JSON.stringify([name, bio, words ?? 0]);
  return new Map(
    [...profiles].map(([account, all]) => {
      const words = inTurn(all, (a, b) => (text(a) > text(b) ? a : b));
      const full = words.find((one) => one.words !== 'name');
      return [account, [first(words.map(({ name }) => name)), full?.bio ?? null]];
    }),
  );
}

/** The posts that none of the last three complete lists shows, by `account post`; nor was seen since. */
export function reckonGone(looks: readonly SeenAccount[]): string[] {
  return [...Map.groupBy(looks, ({ account }) => account)]
    .flatMap(([account, all]) => {
      const complete = all.filter(({ isComplete }) => isComplete);
      const [third] = [...new Set(complete.map(({ at }) => at))].sort((a, b) => b - a).slice(2);
      if (third === undefined) return [];
      const seen = new Set(all.flatMap(({ posts }) => (posts ?? []).map(({ key }) => key)));
      const since = all.filter(({ at }) => at >= third);
      const shown = since.flatMap(({ posts, unread, isComplete }) => [
        ...(posts ?? []).map(({ key }) => key),
        ...(isComplete ? unread : []),
      ]);
      return [...seen].filter((key) => !shown.includes(key)).map((key) => `${account} ${key}`);
    })
    .sort();
}
