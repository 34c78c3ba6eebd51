import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';
import { basePath } from './api/base-path.ts';
import { createQueryClient } from './api/query-client.ts';
import { ErrorState } from './design/states.tsx';
import { Pages } from './pages.tsx';
import { AuthFrame } from './session/auth-frame.tsx';
import { NoOrganizationPage } from './session/no-organization-page.tsx';
import { takeReturnAddress } from './session/return-address.ts';
import { sessionQuery, useSession, VisitorProvider } from './session/session.tsx';
import { SignInPage } from './session/sign-in-page.tsx';
import { Shell } from './shell/shell.tsx';

const SetupPage = lazy(async () => ({ default: (await import('./session/setup-page.tsx')).SetupPage }));
const SignUpPage = lazy(async () => ({ default: (await import('./session/sign-up-page.tsx')).SignUpPage }));
const InvitationPage = lazy(async () => ({ default: (await import('./session/invitation-page.tsx')).InvitationPage }));

// A session that has ended elsewhere: ask anew, which leads to the sign-in.
const client = createQueryClient(() => void client.invalidateQueries({ queryKey: sessionQuery.queryKey }));

export function App() {
  return (
    <QueryClientProvider client={client}>
      <Router base={basePath}>
        <Suspense>
          <Door />
        </Suspense>
      </Router>
    </QueryClientProvider>
  );
}

/** Whom the page is shown to decides what it is. */
function Door() {
  const session = useSession();
  const [, navigate] = useLocation();
  const isSignedIn = session.data?.person != null;
  useEffect(() => {
    const address = isSignedIn ? takeReturnAddress() : null;
    if (address !== null) navigate(address, { replace: true });
  }, [isSignedIn, navigate]);
  if (session.isPending) return null;
  if (session.isError) {
    return (
      <AuthFrame title="CreatorAudit">
        <ErrorState error={session.error} retry={() => void session.refetch()} />
      </AuthFrame>
    );
  }
  const { data } = session;
  return (
    <Switch>
      <Route path="/setup">
        <SetupPage session={data} />
      </Route>
      <Route path="/invite">
        <InvitationPage session={data} />
      </Route>
      <Route path="/sign-up">
        {data.person === null && data.sign_up === 'open' ? <SignUpPage /> : <Redirect to="/" replace />}
      </Route>
      <Route path="/sign-in">
        {data.person === null ? <SignInPage session={data} /> : <Redirect to="/" replace />}
      </Route>
      <Route>
        <Inside session={data} />
      </Route>
    </Switch>
  );
}

function Inside({ session }: { session: NonNullable<ReturnType<typeof useSession>['data']> }) {
  const { person, organization } = session;
  if (person === null) return session.setup_needed ? <SetupPage session={session} /> : <SignInPage session={session} />;
  if (organization === null) return <NoOrganizationPage session={session} />;
  return (
    // Another organization is another page: nothing that is open may be carried over.
    <VisitorProvider key={organization.id} visitor={{ session, person, organization }}>
      <Shell>
        <Pages />
      </Shell>
    </VisitorProvider>
  );
}
