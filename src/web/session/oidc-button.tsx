import { useState } from 'react';
import { basePath } from '../api/base-path.ts';
import { dashboard } from '../api/dashboard.ts';
import { failureText } from '../api/problem.ts';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { rememberReturnAddress } from './return-address.ts';

/** Leads to the OpenID Connect provider, which sends the browser back signed in, to the address that it left. */
export function OidcButton({ label }: { label: string }) {
  const [state, setState] = useState<{ pending: boolean; why: string | null }>({ pending: false, why: null });
  const start = async () => {
    setState({ pending: true, why: null });
    try {
      const { data } = await dashboard('POST', '/session/oidc', {});
      const page = location.pathname.slice(basePath.length);
      if (page !== '/sign-in') rememberReturnAddress(page + location.hash);
      location.assign(data.url);
    } catch (error) {
      setState({ pending: false, why: failureText(error) });
    }
  };
  return (
    <div className="mt-4 space-y-3 border-t border-line pt-4">
      <Button className="w-full" pending={state.pending} onClick={() => void start()}>
        {label}
      </Button>
      {state.why !== null && <Notice tone="bad">{state.why}</Notice>}
    </div>
  );
}
