import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { dashboard } from '../api/dashboard.ts';
import type { NewSecret } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { Card } from '../design/card.tsx';
import { useSecret } from '../design/secret.ts';
import { ErrorState, LoadingLines } from '../design/states.tsx';
import { useMay, useVisitor } from '../session/session.tsx';
import { MakeOwnApp } from './make-own-app.tsx';
import { OwnAppLine } from './own-app-line.tsx';
import { SecretShownOnce } from './secret-shown-once.tsx';

const ownAppsQuery = queryOptions({
  queryKey: ['own-apps'],
  queryFn: async ({ signal }) => (await dashboard('GET', '/own-apps', { signal })).data,
});

/** Apps that an owner sets up by hand, since they cannot register themselves. Nothing is there where that door is closed. */
export function OwnApps() {
  const { session } = useVisitor();
  const owns = useMay('owner');
  return owns && session.urls.connect !== null ? <OwnAppsCard door={session.urls.connect} /> : null;
}

function OwnAppsCard({ door }: { door: string }) {
  const apps = useQuery(ownAppsQuery);
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useSecret<NewSecret>();
  const refresh = () => client.invalidateQueries({ queryKey: ownAppsQuery.queryKey });
  const keep = async (secret: NewSecret | null) => {
    setMaking(false);
    setMade(secret);
    await refresh();
  };
  return (
    <Card
      title="Your own apps"
      flush
      actions={
        <Button icon={Plus} onClick={() => setMaking(true)}>
          Set up app
        </Button>
      }
    >
      {apps.isPending && <LoadingLines lines={2} />}
      {apps.isError && <ErrorState error={apps.error} retry={() => void apps.refetch()} />}
      {apps.isSuccess && apps.data.length === 0 && (
        <p className="px-4 py-3.5 text-sm text-muted">
          Most apps register themselves. Set one up here if it asks for a client id and perhaps a client secret.
        </p>
      )}
      {apps.isSuccess && apps.data.length > 0 && (
        <ul className="divide-y divide-line">
          {apps.data.map((app) => (
            <OwnAppLine key={app.id} app={app} onRenewed={keep} onRemoved={refresh} />
          ))}
        </ul>
      )}
      {making && <MakeOwnApp onClose={() => setMaking(false)} onMade={keep} />}
      {made !== null && <SecretShownOnce made={made} door={door} onDone={() => setMade(null)} />}
    </Card>
  );
}
