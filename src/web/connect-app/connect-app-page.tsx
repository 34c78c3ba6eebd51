import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { dashboard } from '../api/dashboard.ts';
import type { Session } from '../api/resources.ts';
import { Notice } from '../design/notice.tsx';
import { ErrorState, LoadingLines } from '../design/states.tsx';
import { AuthFrame } from '../session/auth-frame.tsx';
import { fragment } from '../session/fragment.ts';
import { SignInPage } from '../session/sign-in-page.tsx';
import { Consent } from './consent.tsx';
import { whyRefusedApp } from './refused-app.ts';

/** Where an app sends somebody who is to let it in. The request is opened before the sign-in: it waits for a minute only. */
export function ConnectAppPage({ session }: { session: Session }) {
  const [search] = useSearchParams();
  const refused = search.get('error');
  if (refused !== null) {
    return (
      <AuthFrame title="Connect an app">
        <Notice tone="bad">{whyRefusedApp(refused)}</Notice>
      </AuthFrame>
    );
  }
  return <Opened session={session} />;
}

function Opened({ session }: { session: Session }) {
  const [reference] = useState(fragment);
  const request = useQuery({
    queryKey: ['connect-request', reference],
    queryFn: async () => (await dashboard('POST', '/connect-requests/open', { body: { reference } })).data,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (request.isPending || request.isError) {
    return (
      <AuthFrame title="Connect an app">
        {request.isPending ? <LoadingLines lines={3} /> : <ErrorState error={request.error} />}
      </AuthFrame>
    );
  }
  if (session.person === null) return <SignInPage session={session} />;
  return <Consent reference={reference} request={request.data} session={session} person={session.person} />;
}
