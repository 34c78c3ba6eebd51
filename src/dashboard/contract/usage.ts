import { z } from 'zod';
import { day, noBody, nothing } from '../../contract/fields.ts';
import { windowMeta, withMeta } from '../../contract/resources/envelope.ts';
import { route } from './route.ts';

/** Calls of one key to one operation or tool on one UTC day; days without any are left out. */
const usageRow = z.object({
  day: z.string(),
  key_id: z.string(),
  /** Null once the key is deleted. */
  key_name: z.string().nullable(),
  door: z.enum(['rest', 'mcp']),
  operation: z.string(),
  calls: z.int(),
  errors: z.int(),
  rate_limited: z.int(),
});

export const usageRoutes = {
  /** Today counts too, unlike in the windows of the v2 API: people look here for what they just did. */
  list_usage: route({
    id: 'list_usage',
    method: 'GET',
    path: '/usage',
    noun: 'usage',
    access: 'member',
    params: nothing,
    query: z.strictObject({
      period: z.enum(['7d', '30d', '90d', 'custom']).optional(),
      start_date: day.optional(),
      end_date: day.optional(),
    }),
    body: noBody,
    answers: { 200: withMeta(z.array(usageRow), windowMeta) },
  }),
};
