import { Problem } from '../../contract/problem.ts';
import { post } from '../../notify/outbox/post.ts';
import type { DashboardContext, DashboardMail } from '../dashboard-context.ts';

type Asking = Pick<DashboardContext, 'keys' | 'mail'>;

/** Far more than people ask for while mail is away; what is over it is an attack on the outbox. */
const mostWaiting = 1_000;

/** @throws Problem NOT_FOUND where this server sends no mail */
export function requireMail({ mail }: Pick<DashboardContext, 'mail'>): DashboardMail {
  if (mail === null) throw new Problem('NOT_FOUND', 'This server sends no mail: ask whoever runs it.');
  return mail;
}

/**
 * Posts what is asked for a new password. Whether there is an account is looked up when it is sent, and not here: answer
 * and work are the same for every address.
 * @throws Problem NOT_FOUND where this server sends no mail; SERVICE_UNAVAILABLE
 */
export async function askForReset(context: Asking, address: string): Promise<void> {
  const { keys } = context;
  const mail = requireMail(context);
  const { waiting } = await keys.store.read
    .selectFrom('mails')
    .select(({ fn }) => fn.countAll<number | string>().as('waiting'))
    .where('state', '=', 'waiting')
    .where('kind', '=', 'password_reset')
    .executeTakeFirstOrThrow();
  if (Number(waiting) >= mostWaiting) {
    throw new Problem('SERVICE_UNAVAILABLE', 'Mail is not going out now. Try again later.', { retryAfterSeconds: 300 });
  }
  const id = keys.newId();
  const asked = { id, kind: 'password_reset', occasion: `password_reset:${id}`, address, facts: {} } as const;
  await post(keys.store.write, keys.now(), { ...asked, organizationId: null });
  mail.wake();
}

/**
 * Posts a link that proves the address of whoever is signed in.
 * @throws Problem NOT_FOUND where this server sends no mail; CONFLICT without an address; RATE_LIMITED
 */
export async function askForProof(
  context: Asking,
  { id: personId, email }: { id: string; email: string },
): Promise<void> {
  const { keys } = context;
  const mail = requireMail(context);
  const id = keys.newId();
  const asked = { id, kind: 'address_proof', occasion: `address_proof:${id}`, address: email } as const;
  const posted = await post(keys.store.write, keys.now(), {
    ...asked,
    organizationId: null,
    facts: { person_id: personId },
  });
  if (posted === 'no_address') throw new Problem('CONFLICT', 'You sign in by a name that is no address.');
  if (posted === 'over_limit') {
    throw new Problem('RATE_LIMITED', 'This address got enough mail for today. Try again tomorrow.', {
      retryAfterSeconds: 86_400,
    });
  }
  mail.wake();
}
