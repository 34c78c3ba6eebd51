import { z } from 'zod';
import { instant, noBody, nothing, uuid } from '../../contract/fields.ts';
import { one } from '../../contract/resources/envelope.ts';
import { scopes } from '../../contract/scope.ts';
import { route } from './route.ts';

const scope = z.enum(scopes);

/** An app that somebody has signed in: it does what a key with these scopes does. */
export const connectedApp = z.object({
  type: z.literal('connected_app'),
  id: z.string(),
  client: z.object({ name: z.string(), host: z.string().nullable() }),
  redirect_host: z.string(),
  person: z.object({ id: z.string(), name: z.string(), is_you: z.boolean() }),
  /** What it was given. */
  scopes: z.array(scope),
  /** What it may do now: no more than the person's role. */
  effective_scopes: z.array(scope),
  status: z.enum(['enabled', 'disabled']),
  connected_at: instant,
  last_used_at: instant.nullable(),
  last_used_client: z.string().nullable(),
  /** It ends then, unless it is used before. */
  expires_at: instant,
});

const shared = { noun: 'app', access: 'viewer', params: nothing, query: nothing } as const;
const appId = z.strictObject({ app_id: uuid });

export const connectedAppRoutes = {
  /** An owner sees everybody's, others their own. */
  list_connected_apps: route({
    ...shared,
    id: 'list_connected_apps',
    method: 'GET',
    path: '/connected-apps',
    body: noBody,
    answers: { 200: z.object({ data: z.array(connectedApp) }) },
  }),
  update_connected_app: route({
    ...shared,
    id: 'update_connected_app',
    method: 'PATCH',
    path: '/connected-apps/{app_id}',
    params: appId,
    body: z.strictObject({ status: z.enum(['enabled', 'disabled']) }),
    answers: { 200: one(connectedApp) },
  }),
  /** Signs it out for good. */
  remove_connected_app: route({
    ...shared,
    id: 'remove_connected_app',
    method: 'DELETE',
    path: '/connected-apps/{app_id}',
    params: appId,
    body: noBody,
    answers: { 204: null },
  }),
};
