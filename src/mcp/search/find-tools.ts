import { catalog, type Tool } from '../../../tools/catalog.ts';
import { isTypoOf } from '../../contract/reading/likely-name.ts';
import { showTool } from '../call/lists.ts';
import { translationsOf } from './translations.ts';
import { stemOf, tellingWordsOf, wordsOf } from './words.ts';

/** The weight of a word by the place where it occurs: the name of a tool says more than a mention. */
const weights = { name: 6, title: 4, synonyms: 4, description: 2, parameters: 1 } as const;

/**
 * How much more the exact word of a name counts than another word with the same stem: `creators` suggests a list,
 * `creator` a single one.
 */
const sameForm = 1.25;

interface Entry {
  tool: Tool;
  nameWords: ReadonlySet<string>;
  /** Stem → the weight of the best place that it stands in. */
  words: ReadonlyMap<string, number>;
}

const entries: readonly Entry[] = catalog.map((tool) => ({
  tool,
  nameWords: new Set(wordsOf(tool.name)),
  words: weigh(tool),
}));
const rarity: ReadonlyMap<string, number> = countRarity();

/**
 * The tools that fit a question, best first: exact names, then by words of name, title, description, parameters and
 * synonyms, with small typos, in English or with the usual words of other languages.
 * @param allowed tells which tools the caller may know of
 */
export function findTools(query: string, allowed: (tool: Tool) => boolean): readonly Tool[] {
  const names = new Set([wordsOf(query).join('_'), ...query.toLowerCase().split(/[^a-z0-9_]+/)]);
  const words = askedWords(query);
  const scored = entries
    .filter(({ tool }) => allowed(tool))
    .map((entry) => ({ entry, score: scoreOf(entry, words, names) }))
    .filter(({ score }) => score > 0);
  // Equal scores keep the catalog's order, as sort is stable.
  return scored.sort((a, b) => b.score - a.score).map(({ entry }) => entry.tool);
}

/** A word that was asked for, or one of the English words that it may stand for, and what it is like. */
interface Asked {
  word: string;
  stem: string;
  /** Known stem → how like it is, from 0 to 1; looked up once a question, not once a tool. */
  alike: ReadonlyMap<string, number>;
}

/** The words of a question, each with what else it may mean. */
function askedWords(query: string): readonly (readonly Asked[])[] {
  return tellingWordsOf(query).flatMap((word) => {
    const english = translationsOf(word);
    // In a sentence without spaces, each word found in it counts as one that was asked for.
    return /^[^a-z0-9]+$/.test(word) && english.length > 0
      ? english.map((one) => [askedWord(one)])
      : [[word, ...english].map(askedWord)];
  });
}

function askedWord(word: string): Asked {
  const stem = stemOf(word);
  const alike = new Map<string, number>();
  for (const known of rarity.keys()) {
    const likeness = likenessOf(stem, known);
    if (likeness > 0) alike.set(known, likeness);
  }
  return { word, stem, alike };
}

function scoreOf(entry: Entry, asked: readonly (readonly Asked[])[], names: ReadonlySet<string>): number {
  if (names.has(entry.tool.name)) return Number.POSITIVE_INFINITY;
  let score = 0;
  let matched = 0;
  for (const alternatives of asked) {
    const best = Math.max(...alternatives.map((one) => matchOf(one, entry)));
    if (best > 0) matched += 1;
    score += best;
  }
  // A tool that knows all the words comes before one that knows one of them very well.
  return (score * matched) / asked.length;
}

function matchOf({ word, stem, alike }: Asked, { words, nameWords }: Entry): number {
  const exact = words.get(stem);
  if (exact !== undefined) return exact * rarityOf(stem) * (nameWords.has(word) ? sameForm : 1);
  let best = 0;
  for (const [candidate, likeness] of alike) {
    best = Math.max(best, likeness * (words.get(candidate) ?? 0) * rarityOf(candidate));
  }
  return best;
}

/** Beginnings of words and small typos count for less than the word itself. */
function likenessOf(typed: string, meant: string): number {
  if (typed.length >= 4 && (meant.startsWith(typed) || (meant.length >= 4 && typed.startsWith(meant)))) return 0.7;
  if (typed.length >= 4 && isTypoOf(typed, meant, typed.length >= 8 ? 2 : 1)) return 0.6;
  return 0;
}

function weigh(tool: Tool): ReadonlyMap<string, number> {
  const { name, title, description, inputSchema } = showTool(tool);
  const places: readonly (readonly [number, readonly string[]])[] = [
    [weights.name, wordsOf(name)],
    [weights.title, tellingWordsOf(title)],
    [weights.synonyms, tool.synonyms.flatMap(tellingWordsOf)],
    [weights.description, tellingWordsOf(description)],
    [weights.parameters, Object.keys(Object(inputSchema.properties)).flatMap(wordsOf)],
  ];
  const words = new Map<string, number>();
  for (const [weight, found] of places) {
    for (const word of found) words.set(stemOf(word), Math.max(weight, words.get(stemOf(word)) ?? 0));
  }
  return words;
}

/** A word that many tools have tells little: the usual inverse document frequency. */
function countRarity(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { words } of entries) for (const word of words.keys()) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Map([...counts].map(([word, count]) => [word, Math.log(1 + entries.length / count)]));
}

function rarityOf(word: string): number {
  return rarity.get(word) ?? 1;
}
