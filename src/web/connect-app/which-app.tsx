import { Badge } from '../design/badge.tsx';
import { Notice } from '../design/notice.tsx';
import type { ConnectRequest } from './connect-request.ts';

/** Who asks. What an app calls itself proves nothing, so it never stands there without what is known of it. */
export function WhichApp({ request: { client, redirect } }: { request: ConnectRequest }) {
  return (
    <div className="space-y-3 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 break-words font-medium">{client.name}</span>
        {client.host === null ? <Badge tone="warn">not verified</Badge> : <Badge tone="good">from {client.host}</Badge>}
      </p>
      <p className="text-muted">{goesTo(redirect)}</p>
      {client.host === null && (
        <Notice tone="warn">
          Anybody can give an app this name. Go on only if you started this yourself, in an app on{' '}
          {redirect.kind === 'web' ? `${redirect.host}` : 'this machine'}, just now.
        </Notice>
      )}
    </div>
  );
}

function goesTo({ kind, host }: ConnectRequest['redirect']): string {
  if (kind === 'loopback') return `The answer goes to a program on this machine (${host}).`;
  return kind === 'scheme' ? `The answer goes to the app that opens ${host}: links.` : `The answer goes to ${host}.`;
}
