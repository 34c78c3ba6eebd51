import { z } from 'zod';
import { reads, writesAnything } from './hints.ts';
import type { researchTools } from './research-tools.ts';
import type { MetaTool } from './tool.ts';

const group = 'meta';

const path = z.string().min(2).max(2048).meta({ description: 'Below /v2, as /accounts/{id}/analytics.' });
const query = z
  .record(z.string(), z.unknown())
  .optional()
  .meta({ examples: [{ limit: 10 }] });
const body = z
  .record(z.string(), z.unknown())
  .optional()
  .meta({ examples: [{ period: '30d' }] });

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
    input: z.strictObject({ query: z.string().trim().min(1).max(256), limit: z.int().min(1).max(20).default(5) }),
    output: z.object({
      tools: z.array(
        z.object({
          name: z.string(),
          title: z.string(),
          description: z.string(),
          scope: z.string(),
          input_schema: z.record(z.string(), z.unknown()),
        }),
      ),
      hint: z.string().optional(),
    }),
  },
  get_help: {
    group,
    pinned: true,
    scope: 'read',
    title: 'Help',
    description: 'How to begin, page, choose windows, read metrics and errors; or the manual of one tool.',
    hints: reads,
    synonyms: [
      'documentation',
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
    input: z.strictObject({
      topic: z
        .string()
        .trim()
        .max(64)
        .default('start')
        .meta({ description: 'start, pagination, windows, metrics, errors, tools, or a tool name.' }),
    }),
    output: z.object({ topic: z.string(), text: z.string(), topics: z.array(z.string()) }),
  },
  call_v2_endpoint: {
    group,
    pinned: true,
    scope: 'read',
    title: 'Read any v2 endpoint',
    description: 'Call any reading endpoint of the v2 REST API: GET, or the POSTs that only read (metrics, deltas).',
    hints: reads,
    synonyms: ['api', 'rest', 'raw', 'http', 'request', 'curl', 'fetch', 'endpoint'],
    input: z.strictObject({ method: z.enum(['GET', 'POST']).default('GET'), path, query, body }),
    output: z.object({ status: z.int() }),
  },
  call_v2_endpoint_write: {
    group,
    pinned: true,
    scope: 'write',
    title: 'Write to any v2 endpoint',
    description: 'Call any changing endpoint of the v2 REST API. A DELETE cannot be undone.',
    hints: writesAnything,
    synonyms: ['api', 'rest', 'raw', 'http', 'request', 'curl', 'post', 'patch', 'put', 'delete', 'endpoint'],
    input: z.strictObject({ method: z.enum(['POST', 'PATCH', 'PUT', 'DELETE']), path, query, body }),
    output: z.object({ status: z.int() }),
  },
} satisfies Record<string, MetaTool>;

export type MetaToolName = keyof typeof metaTools | keyof typeof researchTools;
