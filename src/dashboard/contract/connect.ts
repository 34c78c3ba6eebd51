import { z } from 'zod';
import { clients } from '../../connect/clients.ts';
import { instant, noBody, nothing, uuid } from '../../contract/fields.ts';
import { one } from '../../contract/resources/envelope.ts';
import { apiKey } from './api-keys.ts';
import { route } from './route.ts';

/**
 * What the Connect helper comes to (contract §5). `filled`: an existing key; `made`: a new one, which the page says;
 * `choose`: every key is disabled, expired or without a sealed copy, so that the person must decide
 * (`enable` one, or ask again with `make_new`).
 */
const connectFill = z.discriminatedUnion('outcome', [
  z.object({
    type: z.literal('connect_fill'),
    outcome: z.literal('filled'),
    key: z.string(),
    api_key: apiKey,
    /** Whether the helper made it for this very client, or a rotation in the place of such a one. */
    made_for_client: z.boolean(),
  }),
  z.object({ type: z.literal('connect_fill'), outcome: z.literal('made'), key: z.string(), api_key: apiKey }),
  z.object({ type: z.literal('connect_fill'), outcome: z.literal('choose'), api_keys: z.array(apiKey) }),
]);

/** What was seen of a key since the page began to watch. */
export const connectWatch = z.discriminatedUnion('seen', [
  z.object({ type: z.literal('connect_watch'), seen: z.literal(false) }),
  z.object({
    type: z.literal('connect_watch'),
    seen: z.literal(true),
    at: instant,
    client: z.string().nullable(),
    era: z.enum(['legacy', 'modern']).nullable(),
    /** Where the key was sent: `authorization`, `x-api-key`, `url`, … */
    place: z.string().nullable(),
    /** Null until the client asked for the list, or where another node served it. */
    tools_offered: z.int().nullable(),
    /** The first error, if there was one. */
    error: z.object({ code: z.string(), detail: z.string(), remedy: z.string() }).nullable(),
  }),
]);

const shared = { noun: 'API key', params: nothing, query: nothing, body: noBody, access: 'admin' } as const;

export const connectRoutes = {
  fill_connect_key: route({
    ...shared,
    id: 'fill_connect_key',
    method: 'POST',
    path: '/connect/key',
    secretAnswer: true,
    // Not always, but each fill is a row of the trail.
    makes: 'API keys',
    body: z.strictObject({
      /** Audited, and names a key that is made; one that was made for it before is taken first. */
      client: z.literal(clients.map(({ id }) => id)),
      /** Another key than the organization's active one. */
      key_id: uuid.optional(),
      /** Make a key in any case. It can only read: `update_api_key` lets it do more. */
      make_new: z.boolean().default(false),
      /** Takes a key that was made for this client and can only read, or makes one: for where others may see it. */
      read_only: z.boolean().default(false),
    }),
    answers: { 200: one(connectFill) },
  }),
  /**
   * Ask when the snippet was copied, then every second or two with the `since` of the first answer: the page's own clock
   * may be wrong.
   */
  watch_connect_key: route({
    ...shared,
    id: 'watch_connect_key',
    method: 'GET',
    path: '/connect/watch',
    query: z.strictObject({ key_id: uuid, since: z.iso.datetime().optional() }),
    answers: { 200: z.object({ data: connectWatch, meta: z.object({ since: instant }) }) },
  }),
};
