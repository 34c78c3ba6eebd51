import { z } from 'zod';
import { instant, noBody, nothing, uuid } from '../../contract/fields.ts';
import { one } from '../../contract/resources/envelope.ts';
import { scopes } from '../../contract/scope.ts';
import { route } from './route.ts';
import { plainName } from './session.ts';

const scope = z.enum(scopes);

/** What is shown of a key (contract §3, Fields): never the key itself. */
export const apiKey = z.object({
  type: z.literal('api_key'),
  id: z.string(),
  name: z.string(),
  masked_key: z.string(),
  /** Widened by implication, narrowest first. */
  scopes: z.array(scope),
  status: z.enum(['enabled', 'disabled']),
  expired: z.boolean(),
  last_used_at: instant.nullable(),
  last_used_client: z.string().nullable(),
  /** The place it was last sent in: `authorization`, `x-api-key`, `url`, … */
  last_used_place: z.string().nullable(),
  /** Deleting it breaks somebody who works with it now: warn. */
  used_within_24h: z.boolean(),
  created_at: instant,
  /** A person's name, or `cli` or `first start`. */
  created_by: z.string(),
  /** Whether that person is no member any more: the key stays, and is somebody else's to look after. */
  creator_left: z.boolean(),
  expires_at: instant.nullable(),
  /** Whether the Connect helper can fill it in: it has a sealed copy. */
  fillable: z.boolean(),
  /** The newer key that a rotation made in its place; it works on until `expires_at`. */
  replaced_by: z.string().nullable(),
});

export type ShownKey = z.output<typeof apiKey>;

/** The only answers that hold a full key: these two, and the Connect helper's fill. */
const createdApiKey = apiKey.extend({ key: z.string() });

/** A tool as a key sees it. */
const keyTool = z.object({
  name: z.string(),
  title: z.string(),
  group: z.string(),
  pinned: z.boolean(),
  needed_scope: scope,
  allowed: z.boolean(),
  /** The scope that the key lacks for it. */
  missing_scope: scope.nullable(),
});

const keyId = z.strictObject({ key_id: uuid });
const shared = { noun: 'API key', params: nothing, query: nothing, body: noBody, method: 'GET' } as const;

export const apiKeyRoutes = {
  list_api_keys: route({
    ...shared,
    id: 'list_api_keys',
    path: '/api-keys',
    access: 'member',
    answers: { 200: z.object({ data: z.array(apiKey) }) },
  }),
  create_api_key: route({
    ...shared,
    id: 'create_api_key',
    method: 'POST',
    path: '/api-keys',
    access: 'admin',
    secretAnswer: true,
    makes: 'API keys',
    body: z.strictObject({
      name: plainName,
      scopes: z
        .array(scope)
        .min(1)
        .max(3)
        .default([...scopes]),
      expires_at: z.iso.datetime({ offset: true }).nullable().default(null),
    }),
    answers: { 201: one(createdApiKey) },
  }),
  update_api_key: route({
    ...shared,
    id: 'update_api_key',
    method: 'PATCH',
    path: '/api-keys/{key_id}',
    access: 'admin',
    params: keyId,
    body: z.strictObject({
      name: plainName.optional(),
      scopes: z.array(scope).min(1).max(3).optional(),
      status: z.enum(['enabled', 'disabled']).optional(),
    }),
    answers: { 200: one(apiKey) },
  }),
  /** A new key with the same name and scopes; the old one works on for `overlap_hours`. */
  rotate_api_key: route({
    ...shared,
    id: 'rotate_api_key',
    method: 'POST',
    path: '/api-keys/{key_id}/rotate',
    access: 'admin',
    secretAnswer: true,
    makes: 'API keys',
    params: keyId,
    body: z.strictObject({ overlap_hours: z.int().min(0).max(720).default(24) }),
    answers: { 201: z.object({ data: createdApiKey, meta: z.object({ replaced: apiKey }) }) },
  }),
  delete_api_key: route({
    ...shared,
    id: 'delete_api_key',
    method: 'DELETE',
    path: '/api-keys/{key_id}',
    access: 'admin',
    params: keyId,
    answers: { 204: null },
  }),
  /** What can this key do? `list_tokens` is what its standing list costs a model (cl100k), `all_tokens` with `?tools=all`. */
  list_api_key_tools: route({
    ...shared,
    id: 'list_api_key_tools',
    path: '/api-keys/{key_id}/tools',
    access: 'member',
    params: keyId,
    answers: {
      200: z.object({
        data: z.array(keyTool),
        meta: z.object({ scopes: z.array(scope), list_tokens: z.int(), all_tokens: z.int() }),
      }),
    },
  }),
};
