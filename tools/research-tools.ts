import { reads } from './hints.ts';
import type { MetaTool } from './tool.ts';

const group = 'chatgpt';

/**
 * The two tools that ChatGPT's research modes call, by names and in shapes that they fix (clients.md). Listed by
 * `?tools=chatgpt` alone: to all other clients they say nothing that is not there already.
 */
export const researchTools = {
  search: {
    group,
    scope: 'read',
    title: 'Search',
    description:
      'Search the accounts, creators, posts and tracked videos of this organization, and the glossary of metrics. Gives ids for fetch.',
    hints: reads,
    synonyms: [],
    argumentWords: { query: 'Names, handles, words of captions, or a metric.' },
  },
  fetch: {
    group,
    scope: 'read',
    title: 'Fetch',
    description: 'Fetch one result of search whole: its facts, its counts and how it did in the last 30 days.',
    hints: reads,
    synonyms: [],
    argumentWords: { id: 'An id that search gave.' },
  },
} satisfies Record<string, MetaTool>;
