import type { QueryClient } from '@tanstack/react-query';
import { basePath } from '../api/base-path.ts';
import { dashboard } from '../api/dashboard.ts';
import { tellOtherTabs } from './other-tabs.ts';

/** Ends the session and leaves it. */
export async function signOut(client: QueryClient): Promise<void> {
  await dashboard('POST', '/session/sign-out', {});
  leaveSession(client);
}

/** After the session has ended: loads the page anew, so that nothing of what it held stays in memory. */
export function leaveSession(client: QueryClient): void {
  tellOtherTabs();
  client.clear();
  location.assign(`${basePath}/sign-in`);
}
