import { z } from 'zod';
import type { MetaToolName } from '../../../tools/meta-tools.ts';
import { rowOperations } from '../../contract/rows.ts';

const path = z.string().min(2).max(2048);
/** What a model may be told of an object of any members is an example: an object without properties some refuse. */
const like = (example: Readonly<Record<string, unknown>>) =>
  z.record(z.string(), z.unknown()).meta({ examples: [example] });
const query = like({ limit: 10 }).optional();

/** What the tools take and answer that are no operation; the words for their arguments are in `tools/`. */
export const metaToolSchemas = {
  search_tools: {
    input: z.strictObject({ query: z.string().trim().min(1).max(256), limit: z.int().min(1).max(20).default(5) }),
    output: z.object({
      tools: z.array(
        z.object({
          name: z.string(),
          title: z.string(),
          description: z.string(),
          scope: z.string(),
          endpoint: z.string().optional(),
          call: z.object({ name: z.string(), arguments: like({ method: 'GET', path: '/accounts' }) }).optional(),
          input_schema: like({ type: 'object' }),
        }),
      ),
      hint: z.string().optional(),
    }),
  },
  get_help: {
    input: z.strictObject({ topic: z.string().trim().max(64).default('start') }),
    output: z.object({ topic: z.string(), text: z.string(), topics: z.array(z.string()) }),
  },
  call_v2_endpoint: {
    input: z.strictObject({
      method: z.enum(['GET', 'POST']).default('GET'),
      path,
      query,
      body: like({ period: '30d' }).optional(),
    }),
    output: z.object({ status: z.int() }),
  },
  call_v2_endpoint_write: {
    input: z.strictObject({
      method: z.enum(['POST', 'PATCH', 'PUT', 'DELETE']),
      path,
      query,
      body: like({ is_active: true }).optional(),
      confirm: z.string().max(512).optional(),
    }),
    output: z.object({ status: z.int() }),
  },
  export_data: {
    input: z.strictObject({
      list: z.enum(rowOperations.map(({ operation }) => operation.id)),
      arguments: like({ platform: 'tiktok' }).optional(),
      form: z.enum(['csv', 'ndjson']).default('csv'),
    }),
    output: z.object({
      rows: z.int(),
      columns: z.array(z.string()),
      url: z.string(),
      expires_at: z.string(),
      hint: z.string(),
    }),
  },
  search: {
    input: z.strictObject({ query: z.string().trim().min(1).max(512) }),
    output: z.object({
      results: z.array(z.object({ id: z.string(), title: z.string(), url: z.string() })),
    }),
  },
  fetch: {
    input: z.strictObject({ id: z.string().trim().min(1).max(128) }),
    output: z.object({
      id: z.string(),
      title: z.string(),
      text: z.string(),
      url: z.string(),
      metadata: z.record(z.string(), z.string()),
    }),
  },
} satisfies Readonly<Record<MetaToolName, { input: z.ZodObject; output: z.ZodObject }>>;
