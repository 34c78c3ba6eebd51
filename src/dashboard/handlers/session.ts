import { Problem } from '../../contract/problem.ts';
import { hasOwner } from '../auth/setup-token.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { changePassword } from '../people/change-password.ts';
import { settleSession, switchOrganization } from '../people/move-session.ts';
import { endOwnSession } from '../people/own-sessions.ts';
import { sessionAnswer } from '../people/session-answer.ts';
import { previewSetup, setUp } from '../people/setup.ts';
import { signIn } from '../people/sign-in.ts';
import { signUp } from '../people/sign-up.ts';
import { startSession } from '../people/start-session.ts';
import { takeCookieBack } from '../people/take-cookie-back.ts';
import type { OpenHandlers, PersonHandlers } from '../server/handlers.ts';

type OpenSessionRoutes = Pick<
  OpenHandlers,
  'get_session' | 'preview_setup' | 'set_up' | 'sign_in' | 'sign_up' | 'sign_out'
>;

export function openSessionHandlers(context: DashboardContext): OpenSessionRoutes {
  return {
    async get_session(_input, { visitor, shown }) {
      // By OpenID Connect a session begins outside of our routes.
      if (visitor?.organizationId === null) {
        await settleSession(context, { sessionId: visitor.sessionId, personId: visitor.person.id });
      }
      const body = await sessionAnswer(context, visitor?.person ?? null, visitor?.organizationId ?? null, shown);
      return { status: 200, body };
    },

    async preview_setup({ body }) {
      const { organization, expiresAt } = await previewSetup(context, body.token);
      const shown = organization && {
        name: organization.name,
        holds_sample_data: organization.holds_sample_data === 1,
      };
      return { status: 200, body: { data: { type: 'setup_preview', organization: shown, expires_at: expiresAt } } };
    },

    async set_up({ body }, visit) {
      context.attempts.attempt(visit.address, 'setup');
      const { person } = await startSession(context, visit, await setUp(context, visit.address, body));
      return { status: 201, body: await sessionAnswer(context, person, null) };
    },

    async sign_in({ body }, visit) {
      const { person } = await signIn(context, visit, body);
      return { status: 200, body: await sessionAnswer(context, person, null) };
    },

    async sign_up({ body }, visit) {
      if (context.config.signUp !== 'open') {
        throw new Problem('FORBIDDEN', 'People come here by invitation: ask an owner or admin for a link.');
      }
      if (!(await hasOwner(context.keys.store.read))) {
        throw new Problem('FORBIDDEN', 'The first owner comes in by the link that the server printed at its start.');
      }
      context.attempts.attempt(visit.address, 'sign-up');
      const { person } = await startSession(context, visit, await signUp(context, visit.address, body));
      return { status: 201, body: await sessionAnswer(context, person, null) };
    },

    async sign_out(_input, visit) {
      const { visitor } = visit;
      if (visitor !== null) {
        await endOwnSession(context.keys, visitor, { sessionId: visitor.sessionId, isSignOut: true });
        await takeCookieBack(context, visit);
      }
      return { status: 204 };
    },
  };
}

export function personSessionHandlers(
  context: DashboardContext,
): Pick<PersonHandlers, 'switch_organization' | 'change_password'> {
  return {
    async switch_organization({ body: { organization_id: wanted } }, { visitor, memberships }) {
      if (!memberships.some(({ organizationId }) => organizationId === wanted)) {
        throw new Problem('NOT_FOUND', 'You are in no such organization.');
      }
      await switchOrganization(context, visitor, wanted);
      return { status: 200, body: await sessionAnswer(context, visitor.person, wanted) };
    },

    async change_password({ body }, visit) {
      await changePassword(context, visit, { present: body.current_password, next: body.new_password });
      return { status: 204 };
    },
  };
}
