import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { dashboard } from '../api/dashboard.ts';
import { failureText } from '../api/problem.ts';
import type { Session } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { announce } from '../design/toasts.tsx';
import { AuthFrame } from './auth-frame.tsx';
import { fragment } from './fragment.ts';
import { sessionQuery } from './session.tsx';

/** Shows that an address is its account's, by the link of a mail. By a click: some mail servers open links by themselves. */
export function ProvePage({ person }: { person: NonNullable<Session['person']> }) {
  const [token] = useState(fragment);
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const [state, setState] = useState<{ pending: boolean; why: string | null }>({ pending: false, why: null });
  const prove = async () => {
    setState({ pending: true, why: null });
    try {
      await dashboard('POST', '/session/address-proof/finish', { body: { token } });
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      navigate('/settings', { replace: true });
      announce('Your address is proven');
    } catch (error) {
      setState({ pending: false, why: failureText(error) });
    }
  };
  return (
    <AuthFrame
      title="Is this your address?"
      lead={<span className="break-all">You are signed in as {person.email}.</span>}
    >
      <div className="space-y-4">
        {state.why !== null && <Notice tone="bad">{state.why}</Notice>}
        <Button look="primary" className="w-full" pending={state.pending} onClick={() => void prove()}>
          Yes, it is mine
        </Button>
        <Button className="w-full" onClick={() => navigate('/', { replace: true })}>
          To the overview
        </Button>
      </div>
    </AuthFrame>
  );
}
