import type { DashboardContext } from '../dashboard-context.ts';
import type { Visit } from './visit.ts';

/** The browser forgets the cookie of a session that has ended. */
export async function takeCookieBack({ auth }: Pick<DashboardContext, 'auth'>, visit: Visit): Promise<void> {
  const { headers } = await (await auth()).api.signOut({ headers: visit.headers, returnHeaders: true });
  visit.cookies = headers.getSetCookie();
}
