import { z } from 'zod';

/**
 * The rules of the MCP registry's `server.json`, schema 2025-12-11
 * (https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json), for a server that has remotes only.
 * Stricter in one way: a field that the schema does not name is a mistake here.
 */
const input = z.strictObject({
  description: z.string().optional(),
  isRequired: z.boolean().optional(),
  isSecret: z.boolean().optional(),
  format: z.enum(['string', 'number', 'boolean', 'filepath']).optional(),
  default: z.string().optional(),
  placeholder: z.string().optional(),
  value: z.string().optional(),
  choices: z.array(z.string()).optional(),
});

const variables = z.record(z.string(), input);

const remote = z
  .strictObject({
    type: z.enum(['streamable-http', 'sse']),
    url: z.string().regex(/^https?:\/\/[^\s]+$/),
    headers: z.array(z.strictObject({ ...input.shape, name: z.string(), variables: variables.optional() })).optional(),
    variables: variables.optional(),
  })
  .refine(
    ({ url, variables: known = {} }) => usedIn(url).every((name) => name in known),
    'a variable of the URL is unknown',
  )
  .refine(
    ({ headers = [] }) =>
      headers.every(({ value = '', variables: known = {} }) => usedIn(value).every((name) => name in known)),
    'a variable of a header is unknown',
  )
  // The official registry refuses these on top of the schema.
  .refine(({ url }) => !/^https?:\/\/(localhost|127\.)/.test(url), 'a remote is public');

export const registrySchema = z.strictObject({
  $schema: z.literal('https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'),
  name: z
    .string()
    .min(3)
    .max(200)
    .regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/),
  title: z.string().min(1).max(100).optional(),
  description: z.string().min(1).max(100),
  version: z
    .string()
    .max(255)
    .regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'a version, not a range'),
  websiteUrl: z.url().optional(),
  remotes: z.array(remote).min(1),
});

function usedIn(template: string): readonly string[] {
  return Array.from(template.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);
}
