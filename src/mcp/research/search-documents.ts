import type { MetaToolContext } from '../call/meta-tool.ts';
import { metaToolSchemas } from '../call/meta-tool-schemas.ts';
import type { Arguments } from '../call/operation-arguments.ts';
import { parseArguments } from '../call/parse-arguments.ts';
import { glossary, glossaryId } from '../help/glossary.ts';
import { tellingWordsOf } from '../search/words.ts';
import { accountTitle, type DocumentName, documentId, documentUrl, videoTitle } from './document.ts';
import { heard, rowsHeard } from './heard.ts';

interface Found {
  name: DocumentName;
  title: string;
}

/** Most documents of one answer: a model reads their titles and fetches a few. */
const mostResults = 20;
/** Hits of each kind for one text. */
const perKind = 8;
/** A question is more than a name: this many of its words are also searched for one by one. */
const mostWords = 6;
const shortestWord = 3;

/**
 * `search`: what holds the whole query comes first, then what holds most of its words. Captions and names are matched as
 * the v2 API matches them, by any part; the glossary by words.
 */
export async function searchDocuments(args: Arguments, context: MetaToolContext): Promise<Record<string, unknown>> {
  const { query } = parseArguments(metaToolSchemas.search.input, args);
  context.reached('search_workspace');
  const words = [...new Set(tellingWordsOf(query))].filter((word) => word.length >= shortestWord).slice(0, mostWords);
  const texts = [...new Set([query.replace(/^@/, '').slice(0, 128), ...words])];
  const found = await Promise.all(texts.map((text) => holding(text, context)));
  const ranked = rank([glossaryHits(words), ...found]);
  return {
    results: ranked.slice(0, mostResults).map(({ name, title }) => ({
      id: documentId(name),
      title,
      url: documentUrl(context.dashboardUrl, name),
    })),
  };
}

/** The documents that contain the whole text, best first. */
async function holding(q: string, { api, call }: MetaToolContext): Promise<readonly Found[]> {
  const [workspace, tracked] = await Promise.all([
    api.search_workspace({ params: {}, query: { q, limit: perKind }, body: null }, call),
    api.list_videos({ params: {}, query: { q, limit: perKind, include_total: false }, body: null }, call),
  ]);
  const { accounts, creators, videos } = { ...workspace.body.data };
  return inTurns([
    rowsHeard(heard.creator, creators).map(({ id, name }) => ({
      name: { kind: 'creator', id },
      title: name ?? 'A creator',
    })),
    rowsHeard(heard.account, accounts).map((account) => ({
      name: { kind: 'account', id: account.id },
      title: accountTitle(account),
    })),
    rowsHeard(heard.post, videos).map(({ id, platform, caption, account_username }) => ({
      name: { kind: 'post', platform, id },
      title: videoTitle(caption, account_username, platform),
    })),
    rowsHeard(heard.video, tracked.body.data).map(({ id, platform, description, account_username }) => ({
      name: { kind: 'video', id },
      title: videoTitle(description, account_username, platform),
    })),
  ]);
}

/** The first of each list, then the second of each: no kind hides the others. */
function inTurns(lists: readonly (readonly Found[])[]): readonly Found[] {
  return Array.from({ length: perKind }, (_, turn) => lists.flatMap((list) => list.slice(turn, turn + 1))).flat();
}

function glossaryHits(words: readonly string[]): readonly Found[] {
  return glossary
    .filter(({ metric }) => tellingWordsOf(metric).some((word) => words.includes(word)))
    .map(({ metric }) => ({ name: { kind: 'glossary', id: glossaryId(metric) }, title: `Metric: ${metric}` }));
}

/** Those that more of the texts found come first; equal ones keep the order in which they were found. */
function rank(lists: readonly (readonly Found[])[]): readonly Found[] {
  const counted = new Map<string, { found: Found; times: number }>();
  for (const found of lists.flat()) {
    const id = documentId(found.name);
    counted.set(id, { found, times: (counted.get(id)?.times ?? 0) + 1 });
  }
  return [...counted.values()].sort((a, b) => b.times - a.times).map(({ found }) => found);
}
