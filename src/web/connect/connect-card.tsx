import { PlugZap, X } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { clients } from '../../connect/clients.ts';
import { Button, IconButton } from '../design/button.tsx';
import { Card } from '../design/card.tsx';
import { ConnectHelper } from './connect-helper.tsx';

/** Closed it holds no key; choosing a client opens it, and only then a key is asked for. */
export function ConnectCard() {
  const [search, setSearch] = useSearchParams();
  const [client, setClient] = useState<string | null>(search.get('connect') === 'open' ? 'claude-code' : null);
  const close = () => {
    setClient(null);
    setSearch({}, { replace: true });
  };
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          <PlugZap size={15} className="text-accent-text" aria-hidden />
          Connect to an AI agent (MCP)
        </span>
      }
      actions={client !== null && <IconButton label="Close the helper" icon={X} onClick={close} />}
    >
      {client === null ? (
        <div className="space-y-3">
          <p className="text-sm text-muted">
            Choose your client: it gets a command or a link that is ready to run, with a key filled in.
          </p>
          <div className="flex flex-wrap gap-2">
            {clients.map(({ id, title }) => (
              <Button key={id} onClick={() => setClient(id)}>
                {title}
              </Button>
            ))}
          </div>
        </div>
      ) : (
        <ConnectHelper given={null} startWith={client} />
      )}
    </Card>
  );
}
