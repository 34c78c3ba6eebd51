import { z } from 'zod';
import { instant, nothing, uuid } from '../../contract/fields.ts';
import { one } from '../../contract/resources/envelope.ts';
import { scopes } from '../../contract/scope.ts';
import { route } from './route.ts';

const scope = z.enum(scopes);
const reference = z.string().min(1).max(128);

/** What an app that wants to be connected says of itself, and what is known of it. */
export const connectRequest = z.object({
  type: z.literal('connect_request'),
  client: z.object({
    /** What it calls itself, which proves nothing. */
    name: z.string(),
    /** The host whose document it is: that much is certain. Null for one that has registered under any name. */
    host: z.string().nullable(),
  }),
  /** Where the answer goes: a host, this machine, or the app that has a scheme. */
  redirect: z.object({ kind: z.enum(['web', 'loopback', 'scheme']), host: z.string() }),
  /** What it asked for; the person decides. */
  wished_scopes: z.array(scope),
  expires_at: instant,
});

/** Where to send the browser: back to the app, with what the person decided. */
const connectAnswer = z.object({ type: z.literal('connect_answer'), url: z.string() });

const shared = { noun: 'request', params: nothing, query: nothing, method: 'POST' } as const;

export const connectRequestRoutes = {
  /** Opens what stands behind `#` in the address: from then on it is this browser's, which a cookie tells. */
  open_connect_request: route({
    ...shared,
    id: 'open_connect_request',
    path: '/connect-requests/open',
    access: 'open',
    body: z.strictObject({ reference }),
    answers: { 200: one(connectRequest) },
  }),
  deny_connect_request: route({
    ...shared,
    id: 'deny_connect_request',
    path: '/connect-requests/deny',
    access: 'person',
    body: z.strictObject({ reference }),
    answers: { 200: one(connectAnswer) },
  }),
  /** Lets the app do what `scope` allows, in one organization of the person. */
  allow_connect_request: route({
    ...shared,
    id: 'allow_connect_request',
    path: '/connect-requests/allow',
    access: 'person',
    makes: 'apps',
    body: z.strictObject({ reference, organization_id: uuid, scope }),
    answers: { 200: one(connectAnswer) },
  }),
};
