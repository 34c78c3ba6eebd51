import { reads, writesAnything } from './hints.ts';
import type { researchTools } from './research-tools.ts';
import type { MetaTool } from './tool.ts';

const group = 'meta';

const path = 'Below /v2, as /accounts/{id}/analytics.';

export const metaTools = {
  search_tools: {
    group,
    pinned: true,
    scope: 'read',
    title: 'Search tools',
    description:
      'Find tools by name or by what you want to do, with their input schemas. Only some tools are listed; all can be called by name at once.',
    hints: reads,
    synonyms: ['find tool', 'which tool', 'discover', 'more tools', 'capabilities', 'functions', 'what can you do'],
  },
  get_help: {
    group,
    pinned: true,
    scope: 'read',
    title: 'Help',
    description:
      'How to begin, page, choose windows, read metrics and errors; recipes for common questions; the manual of one tool.',
    hints: reads,
    synonyms: [
      'documentation',
      'recipe',
      'example',
      'best time to post',
      'group by',
      'break down',
      'manual',
      'how to',
      'explain',
      'glossary',
      'definition',
      'meaning',
      'tutorial',
      'guide',
      'cursors work',
      'page through results',
      'how do I',
      'difference between',
      'time windows',
      'metrics',
    ],
    argumentWords: { topic: 'start, pagination, windows, metrics, recipes, errors, tools, or a tool name.' },
  },
  call_v2_endpoint: {
    group,
    pinned: true,
    scope: 'read',
    title: 'Read any v2 endpoint',
    description: 'Call any reading endpoint of the v2 REST API: GET, or the POSTs that only read (metrics, deltas).',
    hints: reads,
    synonyms: ['api', 'rest', 'raw', 'http', 'request', 'curl', 'fetch', 'endpoint'],
    argumentWords: { path },
  },
  call_v2_endpoint_write: {
    group,
    pinned: true,
    scope: 'write',
    title: 'Write to any v2 endpoint',
    description: 'Call any changing endpoint of the v2 REST API. A DELETE cannot be undone.',
    hints: writesAnything,
    synonyms: ['api', 'rest', 'raw', 'http', 'request', 'curl', 'post', 'patch', 'put', 'delete', 'endpoint'],
    argumentWords: { path },
  },
  export_data: {
    group,
    scope: 'read',
    title: 'Export rows to a file',
    description:
      'All rows of a list or time series as a file: how many there are, and a link for the user that lives ten minutes. The rows never pass through you.',
    hints: reads,
    synonyms: ['csv', 'ndjson', 'download', 'spreadsheet', 'excel', 'save', 'file', 'dump', 'export csv'],
    argumentWords: { arguments: 'Filters and ids, as the tool of that name takes them.' },
  },
} satisfies Record<string, MetaTool>;

export type MetaToolName = keyof typeof metaTools | keyof typeof researchTools;
