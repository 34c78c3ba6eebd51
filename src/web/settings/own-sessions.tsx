import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dashboard } from '../api/dashboard.ts';
import type { OwnSession } from '../api/resources.ts';
import { useChange } from '../changes/changes.ts';
import { Badge } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { Card } from '../design/card.tsx';
import { Confirm } from '../design/confirm.tsx';
import { ErrorState, LoadingLines } from '../design/states.tsx';
import { When } from '../figures/when.tsx';
import { leaveSession, signOut } from '../session/sign-out.ts';

/** Where somebody is signed in, whatever way they came: each session ends here, or all of them at once. */
export function OwnSessions() {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const sessions = useQuery({
    queryKey: ['own-sessions'],
    queryFn: async ({ signal }) => (await dashboard('GET', '/sessions', { signal })).data,
  });
  const endAll = async () => {
    await dashboard('DELETE', '/sessions', {});
    leaveSession(client);
  };
  return (
    <Card title="Where you are signed in">
      <div className="space-y-4 text-sm">
        {sessions.isPending && <LoadingLines lines={2} />}
        {sessions.isError && <ErrorState error={sessions.error} retry={() => void sessions.refetch()} />}
        {sessions.isSuccess && (
          <ul className="divide-y divide-line">
            {sessions.data.map((session) => (
              <SessionLine key={session.id} session={session} />
            ))}
          </ul>
        )}
        <Button look="danger" onClick={() => setAsking(true)}>
          Sign out everywhere…
        </Button>
      </div>
      {asking && (
        <Confirm title="Sign out everywhere?" verb="Sign out everywhere" act={endAll} onClose={() => setAsking(false)}>
          <p>All of your sessions end, this one too. Keys and connected apps go on working.</p>
        </Confirm>
      )}
    </Card>
  );
}

const networks: Readonly<Record<OwnSession['address_class'], string>> = {
  loopback: 'from the server itself, or a proxy on it',
  private: 'from a private network',
  public_ipv4: 'from the internet (IPv4)',
  public_ipv6: 'from the internet (IPv6)',
  unknown: 'from an unknown network',
};

function SessionLine({ session }: { session: OwnSession }) {
  const change = useChange();
  const client = useQueryClient();
  const { id, browser, began_at, last_seen_at, address_class, begun_by, is_this } = session;
  const end = () =>
    change(
      () => dashboard('DELETE', '/sessions/{session_id}', { params: { session_id: id } }),
      'That session has ended',
    );
  return (
    <li className="flex flex-wrap items-center gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {browser}
          {is_this && <Badge tone="good">this one</Badge>}
        </p>
        <p className="text-xs text-muted">
          signed in <When at={began_at} /> {networks[address_class]}
          {begun_by === 'provider' && ', by your provider'} · last used <When at={last_seen_at} />
        </p>
      </div>
      <Button
        aria-label={is_this ? 'Sign out here' : `End the session of ${browser}`}
        onClick={() => (is_this ? void signOut(client) : end())}
      >
        {is_this ? 'Sign out' : 'End'}
      </Button>
    </li>
  );
}
