import { z } from 'zod';
import { instant, noBody, nothing, uuid } from '../../contract/fields.ts';
import { route } from './route.ts';

/** What a key pushed within an hour. */
const push = z.object({
  type: z.literal('push'),
  id: z.string(),
  key_id: z.string(),
  /** Null where the key was deleted. */
  key_name: z.string().nullable(),
  state: z.enum(['open', 'withdrawing', 'withdrawn']),
  first_at: instant,
  last_at: instant,
  accounts: z.int(),
  observations: z.int(),
  leaps: z.int(),
  taken_back_at: instant.nullable(),
});

export const pushRoutes = {
  /** The newest 200. */
  list_pushes: route({
    id: 'list_pushes',
    method: 'GET',
    path: '/pushes',
    noun: 'push',
    access: 'admin',
    params: nothing,
    query: nothing,
    body: noBody,
    answers: { 200: z.object({ data: z.array(push) }) },
  }),
  /** Takes a push back whole. */
  take_back_push: route({
    id: 'take_back_push',
    method: 'DELETE',
    path: '/pushes/{push_id}',
    noun: 'push',
    access: 'admin',
    params: z.strictObject({ push_id: uuid }),
    query: nothing,
    body: noBody,
    answers: { 204: null },
  }),
};
