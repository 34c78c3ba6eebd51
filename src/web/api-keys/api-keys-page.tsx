import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { dashboardApiBase } from '../../dashboard/contract/route.ts';
import { keysQuery } from '../api/keys-query.ts';
import type { ApiKey, NewKey } from '../api/resources.ts';
import { ConnectCard } from '../connect/connect-card.tsx';
import { ConnectedApps } from '../connected-apps/connected-apps.tsx';
import { Badge } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { Card } from '../design/card.tsx';
import { PageHeader } from '../design/page-header.tsx';
import { useSecret } from '../design/secret.ts';
import { EmptyState, ErrorState, LoadingLines } from '../design/states.tsx';
import { RowsMenu } from '../export/rows-menu.tsx';
import { OwnApps } from '../own-apps/own-apps.tsx';
import { useMay } from '../session/session.tsx';
import { GenerateKey } from './generate-key.tsx';
import { KeyCard } from './key-card.tsx';
import { ShownOnce } from './shown-once.tsx';

/** The heart of the dashboard (contract §5): keys, and what connects an agent with one. */
export default function ApiKeysPage() {
  const manages = useMay('admin');
  const [generating, setGenerating] = useState(false);
  const [made, setMade] = useSecret<NewKey>();
  const keys = useQuery(keysQuery);
  return (
    <>
      <PageHeader
        title="API keys"
        lead="Each agent and script gets a key of its own, so that one can be stopped without the others."
        actions={
          <>
            <RowsMenu name="api-keys" base={dashboardApiBase} path="/api-keys" />
            {manages && (
              <Button look="primary" icon={Plus} onClick={() => setGenerating(true)}>
                Generate key
              </Button>
            )}
          </>
        }
      />
      <div className="space-y-6">
        {manages && <ConnectCard />}
        {keys.isPending && (
          <Card flush>
            <LoadingLines />
          </Card>
        )}
        {keys.isError && (
          <Card flush>
            <ErrorState error={keys.error} retry={() => void keys.refetch()} />
          </Card>
        )}
        {keys.isSuccess && (
          <KeyLists keys={keys.data} onRotated={setMade} onGenerate={manages ? () => setGenerating(true) : null} />
        )}
        <ConnectedApps />
        <OwnApps />
      </div>
      {generating && (
        <GenerateKey
          onClose={() => setGenerating(false)}
          onMade={(key) => {
            setGenerating(false);
            setMade(key);
          }}
        />
      )}
      {made !== null && <ShownOnce made={made} onDone={() => setMade(null)} />}
    </>
  );
}

function KeyLists({
  keys,
  onRotated,
  onGenerate,
}: {
  keys: readonly ApiKey[];
  onRotated: (made: NewKey) => void;
  onGenerate: (() => void) | null;
}) {
  const { works = [], stopped = [] } = Object.groupBy(keys, ({ status, expired }) =>
    status === 'enabled' && !expired ? 'works' : 'stopped',
  );
  const list = (of: readonly ApiKey[]) => (
    <ul className="divide-y divide-line">
      {of.map((apiKey) => (
        <KeyCard key={apiKey.id} apiKey={apiKey} all={keys} onRotated={onRotated} />
      ))}
    </ul>
  );
  return (
    <>
      <Card title={<Counted title="Enabled" count={works.length} />} flush>
        {works.length > 0 ? (
          list(works)
        ) : (
          <EmptyState
            icon={KeyRound}
            title="No key is enabled"
            action={
              onGenerate !== null && (
                <Button icon={Plus} onClick={onGenerate}>
                  Generate key
                </Button>
              )
            }
          >
            {onGenerate === null
              ? 'Ask an owner or admin for one.'
              : 'An agent needs a key to read your numbers. The Connect card above makes one too.'}
          </EmptyState>
        )}
      </Card>
      {stopped.length > 0 && (
        <Card title={<Counted title="Disabled" count={stopped.length} />} flush>
          {list(stopped)}
        </Card>
      )}
    </>
  );
}

function Counted({ title, count }: { title: string; count: number }) {
  return (
    <span className="flex items-center gap-2">
      {title} <Badge>{count}</Badge>
    </span>
  );
}
