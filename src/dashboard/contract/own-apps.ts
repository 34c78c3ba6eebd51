import { z } from 'zod';
import { instant, noBody, nothing, uuid } from '../../contract/fields.ts';
import { one } from '../../contract/resources/envelope.ts';
import { route } from './route.ts';
import { plainName } from './session.ts';

/** An app that an owner made by hand, as it cannot register itself. Only members of this organization can let it in. */
export const ownApp = z.object({
  type: z.literal('own_app'),
  /** What it calls itself by: its `client_id`. */
  id: z.string(),
  name: z.string(),
  /** Where answers may be sent to: exactly these, but for the port on a person's machine. */
  redirect_uris: z.array(z.string()),
  has_secret: z.boolean(),
  created_at: instant,
});

const clientSecret = z.string().nullable();
const appId = z.strictObject({ own_app_id: uuid });
const shared = { noun: 'app', access: 'owner', params: nothing, query: nothing, body: noBody } as const;

export const ownAppRoutes = {
  list_own_apps: route({
    ...shared,
    id: 'list_own_apps',
    method: 'GET',
    path: '/own-apps',
    answers: { 200: z.object({ data: z.array(ownApp) }) },
  }),
  /** The secret is in this answer alone; an app on people's machines can keep none, and is made without. */
  create_own_app: route({
    ...shared,
    id: 'create_own_app',
    method: 'POST',
    path: '/own-apps',
    secretAnswer: true,
    makes: 'apps',
    body: z.strictObject({
      name: plainName,
      redirect_uris: z.array(z.string().max(2_048)).min(1).max(12),
      has_secret: z.boolean().default(true),
    }),
    answers: { 201: one(ownApp.extend({ client_secret: clientSecret })) },
  }),
  /** Another secret in the place of the one before, which counts no more. */
  renew_own_app_secret: route({
    ...shared,
    id: 'renew_own_app_secret',
    method: 'POST',
    path: '/own-apps/{own_app_id}/secret',
    secretAnswer: true,
    params: appId,
    answers: { 201: one(ownApp.extend({ client_secret: clientSecret })) },
  }),
  /** With it goes all that people let it do. */
  remove_own_app: route({
    ...shared,
    id: 'remove_own_app',
    method: 'DELETE',
    path: '/own-apps/{own_app_id}',
    params: appId,
    answers: { 204: null },
  }),
};
