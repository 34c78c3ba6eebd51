import { noteSignIn, type SignIn } from '../../notify/note-sign-in.ts';
import type { DashboardContext } from '../dashboard-context.ts';

/**
 * To be called when a session has begun: whoever should know is told by mail if it is from a new place. Nothing where this
 * server sends no mail. Never rejects: that nobody could be told keeps nobody out.
 * @param signIn with the address as clients are told apart by
 */
export async function tellOfSignIn(
  { keys, config, mail }: Pick<DashboardContext, 'keys' | 'config' | 'mail'>,
  signIn: SignIn,
): Promise<void> {
  if (mail === null) return;
  try {
    if (await noteSignIn({ ...keys, signUp: config.signUp }, signIn)) mail.wake();
  } catch (error) {
    mail.onError(error);
  }
}
