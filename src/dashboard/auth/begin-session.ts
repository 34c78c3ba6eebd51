import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import type { BetterAuthPlugin } from 'better-auth/types';
import { z } from 'zod';

/**
 * A session for a person whom we have let in: better-auth's own sign-in looks at the password at once, and so outside of
 * its turn and its count. Like all of its endpoints it is called by us alone, and not mounted.
 */
export function beginSession() {
  const endpoint = createAuthEndpoint(
    '/begin-session',
    { method: 'POST', body: z.object({ personId: z.string() }) },
    async (ctx) => {
      const user = await ctx.context.internalAdapter.findUserById(ctx.body.personId);
      if (user === null) throw new Error('A session was to begin for nobody');
      const session = await ctx.context.internalAdapter.createSession(user.id);
      await setSessionCookie(ctx, { session, user });
      return { sessionId: session.id };
    },
  );
  return { id: 'begin-session', endpoints: { beginSession: endpoint } } satisfies BetterAuthPlugin;
}
