import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use } from 'react';
import { atLeast, dashboardApiBase } from '../../dashboard/contract/route.ts';
import { dashboard } from '../api/dashboard.ts';
import type { Organization, Role, Session } from '../api/resources.ts';
import { tellOtherTabs } from './other-tabs.ts';
import { takeNote } from './shown.ts';

/** Where the session is asked for: open to everybody, so a refusal there says nothing about it. */
export const sessionPath = `${dashboardApiBase}/session`;

/** Who looks at the page. Everything else in the cache belongs to one person in one organization. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => takeNote((await dashboard('GET', '/session', { signal })).data),
  staleTime: Number.POSITIVE_INFINITY,
});

export function useSession() {
  return useQuery(sessionQuery);
}

/** Takes a new session in the place of the old one, and forgets all that the old one saw. */
export function enterSession(client: QueryClient, session: Session): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  client.setQueryData(sessionQuery.queryKey, takeNote(session));
  tellOtherTabs();
}

export interface Visitor {
  session: Session;
  person: NonNullable<Session['person']>;
  organization: Organization;
}

const VisitorContext = createContext<Visitor | null>(null);

export function VisitorProvider({ visitor, children }: { visitor: Visitor; children: ReactNode }) {
  return <VisitorContext value={visitor}>{children}</VisitorContext>;
}

/** Somebody signed in and in an organization: whatever is inside the shell may rely on it. */
export function useVisitor(): Visitor {
  const visitor = use(VisitorContext);
  if (visitor === null) throw new Error('There is no visitor outside the shell');
  return visitor;
}

/** Whether the visitor may do what needs `role`. The server decides anew at each request; this only hides what it would refuse. */
export function useMay(role: Role): boolean {
  return atLeast(useVisitor().organization.role, role);
}

export function useEnterSession(): (session: Session) => void {
  const client = useQueryClient();
  return (session) => enterSession(client, session);
}
