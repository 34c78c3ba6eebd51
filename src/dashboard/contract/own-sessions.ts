import { z } from 'zod';
import { instant, noBody, nothing, uuid } from '../../contract/fields.ts';
import { route } from './route.ts';

/** Where somebody is signed in. */
export const ownSession = z.object({
  type: z.literal('own_session'),
  id: z.string(),
  began_at: instant,
  /** To some minutes. */
  last_seen_at: instant,
  /** In plain words, as “Firefox on Windows”. */
  browser: z.string(),
  /** What network it was begun from; no address is kept. */
  address_class: z.enum(['loopback', 'private', 'public_ipv4', 'public_ipv6', 'unknown']),
  /** Null where that was not kept yet. */
  begun_by: z.enum(['password', 'provider']).nullable(),
  /** The one that asks. */
  is_this: z.boolean(),
});

const shared = { noun: 'session', access: 'person', params: nothing, query: nothing, body: noBody } as const;

export const ownSessionRoutes = {
  /** This one first, then those used last; at most 100. */
  list_own_sessions: route({
    ...shared,
    id: 'list_own_sessions',
    method: 'GET',
    path: '/sessions',
    answers: { 200: z.object({ data: z.array(ownSession) }) },
  }),
  end_own_session: route({
    ...shared,
    id: 'end_own_session',
    method: 'DELETE',
    path: '/sessions/{session_id}',
    params: z.strictObject({ session_id: uuid }),
    answers: { 204: null },
  }),
  /** Signs out everywhere, here too. */
  end_all_own_sessions: route({
    ...shared,
    id: 'end_all_own_sessions',
    method: 'DELETE',
    path: '/sessions',
    answers: { 204: null },
  }),
};
