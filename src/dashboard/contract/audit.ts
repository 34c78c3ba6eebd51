import { z } from 'zod';
import { callEvents, changeEvents, outcomes } from '../../audit/audit-event.ts';
import { day, instant, noBody, nothing, paging, uuid } from '../../contract/fields.ts';
import { page } from '../../contract/resources/envelope.ts';
import { route } from './route.ts';

/** What was done: a change to keys, people or the organization, or a call. */
const auditEvent = z.object({
  type: z.literal('audit_event'),
  id: z.string(),
  at: instant,
  event: z.string(),
  person_id: z.string().nullable(),
  /** Null where no person did it, or one who is gone. */
  person_name: z.string().nullable(),
  key_id: z.string().nullable(),
  /** Null where no key is meant; a deleted key's name is in the facts of its deletion. */
  key_name: z.string().nullable(),
  /** Of a call: the tool or the REST operation. */
  operation: z.string().nullable(),
  outcome: z.enum(outcomes).nullable(),
  code: z.string().nullable(),
  ms: z.number().nullable(),
  bytes: z.int().nullable(),
  client: z.string().nullable(),
  /** Texts that say more, by name. They may hold names that people chose: show them as text. */
  facts: z.record(z.string(), z.string()),
  /** False where the row does not show that a process of this installation wrote it: from before 0.2.0, or not ours. */
  authenticated: z.boolean(),
});

export const auditRoutes = {
  /** Newest first. Dates are whole UTC days, inclusive. */
  list_audit_events: route({
    id: 'list_audit_events',
    method: 'GET',
    path: '/audit',
    noun: 'audit event',
    access: 'admin',
    params: nothing,
    query: z.strictObject({
      limit: paging.limit,
      cursor: paging.cursor,
      kind: z.enum(['changes', 'calls']).optional(),
      event: z.enum([...changeEvents, ...callEvents]).optional(),
      outcome: z.enum(outcomes).optional(),
      operation: z.string().max(64).optional(),
      key_id: uuid.optional(),
      person_id: uuid.optional(),
      start_date: day.optional(),
      end_date: day.optional(),
    }),
    body: noBody,
    /** `keeps_arguments`: whether calls are kept with what they asked for (AUDIT_ARGUMENTS). */
    answers: { 200: page(auditEvent).extend({ meta: z.object({ keeps_arguments: z.boolean() }) }) },
  }),
};
