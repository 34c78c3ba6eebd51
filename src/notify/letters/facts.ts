import { z } from 'zod';

/** What each kind of mail keeps of its occasion until it is sent: no link, no token, nothing that is not shown to its reader. */
export const facts = {
  invitation: z.object({ organization: z.string(), inviter: z.string(), role: z.string(), ends: z.string() }),
  password_reset: z.object({}),
  address_proof: z.object({ person_id: z.string() }),
  key_made: z.object({ organization: z.string(), key: z.string(), scopes: z.string(), by: z.string(), at: z.string() }),
  key_widened: z.object({
    organization: z.string(),
    key: z.string(),
    scopes: z.string(),
    by: z.string(),
    at: z.string(),
  }),
  key_expires: z.object({ organization: z.string(), key: z.string(), ends: z.string() }),
  app_connected: z.object({
    organization: z.string(),
    app: z.string(),
    /** Whose document the app is; empty for one that only says what it is called. */
    host: z.string(),
    answers_to: z.string(),
    scopes: z.string(),
    by: z.string(),
    at: z.string(),
  }),
  new_place: z.object({ person: z.string(), place: z.string(), at: z.string(), is_you: z.enum(['yes', 'no']) }),
} as const;

export type FactsOf<Kind extends keyof typeof facts> = z.output<(typeof facts)[Kind]>;
