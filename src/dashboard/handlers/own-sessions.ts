import { Problem } from '../../contract/problem.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { endAllSessions, endOwnSession, listOwnSessions } from '../people/own-sessions.ts';
import { takeCookieBack } from '../people/take-cookie-back.ts';
import type { PersonHandlers } from '../server/handlers.ts';

type OwnSessionRoutes = Pick<PersonHandlers, 'list_own_sessions' | 'end_own_session' | 'end_all_own_sessions'>;

export function ownSessionHandlers(context: DashboardContext): OwnSessionRoutes {
  const { keys } = context;
  return {
    async list_own_sessions(_input, { visitor }) {
      return { status: 200, body: { data: await listOwnSessions(keys.store, visitor, keys.now()) } };
    },

    async end_own_session({ params: { session_id: sessionId } }, visit) {
      const isSignOut = sessionId === visit.visitor.sessionId;
      if (!(await endOwnSession(keys, visit.visitor, { sessionId, isSignOut }))) {
        throw new Problem('NOT_FOUND', 'You have no such session, or not any more.');
      }
      if (isSignOut) await takeCookieBack(context, visit);
      return { status: 204 };
    },

    async end_all_own_sessions(_input, visit) {
      await endAllSessions(keys, visit.visitor);
      await takeCookieBack(context, visit);
      return { status: 204 };
    },
  };
}
