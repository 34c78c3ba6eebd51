import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';
import { basePath } from './api/base-path.ts';
import { createQueryClient } from './api/query-client.ts';
import { onRefused } from './api/refused.ts';
import { ErrorState } from './design/states.tsx';
import { Pages } from './pages.tsx';
import { AuthFrame } from './session/auth-frame.tsx';
import { LoadAnew } from './session/load-anew.tsx';
import { NoOrganizationPage } from './session/no-organization-page.tsx';
import { onOtherTab } from './session/other-tabs.ts';
import { takeReturnAddress } from './session/return-address.ts';
import { sessionPath, sessionQuery, useSession, VisitorProvider } from './session/session.tsx';
import { isAnother } from './session/shown.ts';
import { SignInPage } from './session/sign-in-page.tsx';
import { Shell } from './shell/shell.tsx';

const SetupPage = lazy(async () => ({ default: (await import('./session/setup-page.tsx')).SetupPage }));
const SignUpPage = lazy(async () => ({ default: (await import('./session/sign-up-page.tsx')).SignUpPage }));
const ForgotPage = lazy(async () => ({ default: (await import('./session/forgot-page.tsx')).ForgotPage }));
const ResetPage = lazy(async () => ({ default: (await import('./session/reset-page.tsx')).ResetPage }));
const ProvePage = lazy(async () => ({ default: (await import('./session/prove-page.tsx')).ProvePage }));
const InvitationPage = lazy(async () => ({ default: (await import('./session/invitation-page.tsx')).InvitationPage }));

const ConnectAppPage = lazy(async () => ({
  default: (await import('./connect-app/connect-app-page.tsx')).ConnectAppPage,
}));

const client = createQueryClient();

function askAnew(): void {
  void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
}

// Switched, signed in or out in another tab: this one follows.
onOtherTab(askAnew);
// A session that has ended elsewhere, somebody who was removed or may do less: ask anew, which leads where they are now.
onRefused((path) => {
  if (path !== sessionPath) askAnew();
});

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
  if (session.data === undefined) {
    return (
      <AuthFrame title="CreatorAudit">
        <ErrorState error={session.error} retry={() => void session.refetch()} />
      </AuthFrame>
    );
  }
  const { data } = session;
  if (isAnother(data)) return <LoadAnew />;
  return (
    <Switch>
      <Route path="/setup">
        <SetupPage session={data} />
      </Route>
      <Route path="/invite">
        <InvitationPage session={data} />
      </Route>
      <Route path="/connect-app">
        <ConnectAppPage session={data} />
      </Route>
      <Route path="/forgot">
        {data.person === null && data.sends_mail ? <ForgotPage /> : <Redirect to="/" replace />}
      </Route>
      <Route path="/reset">
        <ResetPage />
      </Route>
      <Route path="/prove">
        {data.person === null ? <SignInPage session={data} /> : <ProvePage person={data.person} />}
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
    <VisitorProvider visitor={{ session, person, organization }}>
      <Shell>
        <Pages />
      </Shell>
    </VisitorProvider>
  );
}
