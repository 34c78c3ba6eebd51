import type { DashboardContext } from '../dashboard-context.ts';
import { askForProof, askForReset, requireMail } from '../mail/ask-by-mail.ts';
import { previewReset, proveByMail, resetPassword } from '../people/reset-password.ts';
import type { OpenHandlers, PersonHandlers } from '../server/handlers.ts';

/** What asking is counted under, by client address. A link needs no count: it is 256 random bits, and only with one a hash is made. */
const counted = 'password-reset';

export function openMailHandlers(
  context: DashboardContext,
): Pick<OpenHandlers, 'ask_password_reset' | 'preview_password_reset' | 'reset_password'> {
  return {
    async ask_password_reset({ body }, visit) {
      requireMail(context);
      context.attempts.attempt(visit.address, counted);
      await askForReset(context, body.email);
      return { status: 204 };
    },

    async preview_password_reset({ body }) {
      const { address } = await previewReset(context, body.token);
      return { status: 200, body: { data: { type: 'password_reset_preview', email: address } } };
    },

    async reset_password({ body }, { address }) {
      await resetPassword(context, { address, ...body });
      return { status: 204 };
    },
  };
}

export function personMailHandlers(
  context: DashboardContext,
): Pick<PersonHandlers, 'ask_address_proof' | 'prove_address'> {
  return {
    async ask_address_proof(_input, { visitor }) {
      await askForProof(context, visitor.person);
      return { status: 204 };
    },

    async prove_address({ body }, { visitor }) {
      await proveByMail(context, visitor.person.id, body.token);
      return { status: 204 };
    },
  };
}
