import { useState } from 'react';
import { dashboard } from '../api/dashboard.ts';
import { failureText } from '../api/problem.ts';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';

/** Has a link mailed to the account's own address. */
export function ProveAddress() {
  const [state, setState] = useState<{ kind: 'idle' | 'pending' | 'sent' } | { kind: 'failed'; why: string }>({
    kind: 'idle',
  });
  const ask = async () => {
    setState({ kind: 'pending' });
    try {
      await dashboard('POST', '/session/address-proof', {});
      setState({ kind: 'sent' });
    } catch (error) {
      setState({ kind: 'failed', why: failureText(error) });
    }
  };
  if (state.kind === 'sent') return <Notice tone="info">A mail is on its way. Open its link in this browser.</Notice>;
  return (
    <div className="space-y-3">
      <Button pending={state.kind === 'pending'} onClick={() => void ask()}>
        Prove it by a mail
      </Button>
      {state.kind === 'failed' && <Notice tone="bad">{state.why}</Notice>}
    </div>
  );
}
