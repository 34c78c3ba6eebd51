import { queryOptions, useQuery } from '@tanstack/react-query';
import { dashboardApiBase } from '../../dashboard/contract/route.ts';
import { dashboard } from '../api/dashboard.ts';
import { Card } from '../design/card.tsx';
import { ErrorState, LoadingLines } from '../design/states.tsx';
import { RowsMenu } from '../export/rows-menu.tsx';
import { useVisitor } from '../session/session.tsx';
import { AppLine } from './app-line.tsx';

const connectedAppsQuery = queryOptions({
  queryKey: ['connected-apps'],
  queryFn: async ({ signal }) => (await dashboard('GET', '/connected-apps', { signal })).data,
  refetchInterval: 15_000,
});

/** Apps that people have signed in: an owner sees everybody's. Nothing is there where that door is closed and was never open. */
export function ConnectedApps() {
  const { session } = useVisitor();
  const apps = useQuery(connectedAppsQuery);
  if (session.urls.connect === null && (apps.data ?? []).length === 0) return null;
  return (
    <Card
      title="Connected apps"
      flush
      actions={<RowsMenu name="connected-apps" base={dashboardApiBase} path="/connected-apps" />}
    >
      {apps.isPending && <LoadingLines lines={2} />}
      {apps.isError && <ErrorState error={apps.error} retry={() => void apps.refetch()} />}
      {apps.isSuccess && apps.data.length === 0 && (
        <p className="px-4 py-3.5 text-sm text-muted">
          No app is connected. Give an app the address <code className="break-all">{session.urls.connect}/mcp</code>: it
          brings you back here to sign in.
        </p>
      )}
      {apps.isSuccess && apps.data.length > 0 && (
        <ul className="divide-y divide-line">
          {apps.data.map((app) => (
            <AppLine key={app.id} app={app} />
          ))}
        </ul>
      )}
    </Card>
  );
}
