import { RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { dashboard } from '../api/dashboard.ts';
import type { NewSecret, OwnApp } from '../api/resources.ts';
import { Badge } from '../design/badge.tsx';
import { IconButton } from '../design/button.tsx';
import { Confirm } from '../design/confirm.tsx';
import { CopyButton } from '../design/copy-button.tsx';
import { announce } from '../design/toasts.tsx';
import { When } from '../figures/when.tsx';

/** One app: its client id, where it is answered; and how it gets another secret, or goes. */
export function OwnAppLine({
  app,
  onRenewed,
  onRemoved,
}: {
  app: OwnApp;
  onRenewed: (made: NewSecret) => Promise<void>;
  onRemoved: () => Promise<void>;
}) {
  const [asking, setAsking] = useState<'renew' | 'remove' | null>(null);
  const params = { own_app_id: app.id };
  const renew = async () => {
    const { data } = await dashboard('POST', '/own-apps/{own_app_id}/secret', { params });
    if (data.client_secret !== null) await onRenewed({ app, clientSecret: data.client_secret });
  };
  const remove = async () => {
    await dashboard('DELETE', '/own-apps/{own_app_id}', { params });
    announce(`“${app.name}” is removed`);
    await onRemoved();
  };
  const close = () => setAsking(null);
  return (
    <li className="flex items-start gap-3 px-4 py-3.5">
      <div className="min-w-0 flex-1 space-y-1">
        <p className="flex flex-wrap items-center gap-2 text-sm">
          <span className="min-w-0 break-words font-medium">{app.name}</span>
          <Badge>{app.has_secret ? 'with a secret' : 'without a secret'}</Badge>
        </p>
        <p className="flex flex-wrap items-center gap-2 text-xs text-muted">
          Client id <code className="break-all">{app.id}</code>
          <CopyButton text={app.id} what="client id" label="Copy" />
        </p>
        <p className="break-words text-xs text-muted">
          set up <When at={app.created_at} />, answered at {app.redirect_uris.join(', ')}
        </p>
      </div>
      {app.has_secret && (
        <IconButton label={`New secret for ${app.name}`} icon={RefreshCw} onClick={() => setAsking('renew')} />
      )}
      <IconButton label={`Remove ${app.name}`} icon={Trash2} onClick={() => setAsking('remove')} />
      {asking === 'renew' && (
        <Confirm title={`A new secret for “${app.name}”?`} verb="Make a new secret" act={renew} onClose={close}>
          <p className="text-muted">The secret that it has now stops working at once.</p>
        </Confirm>
      )}
      {asking === 'remove' && (
        <Confirm title={`Remove “${app.name}”?`} verb="Remove app" act={remove} onClose={close}>
          <p className="text-muted">Everybody who has let it in is disconnected from it at once.</p>
        </Confirm>
      )}
    </li>
  );
}
