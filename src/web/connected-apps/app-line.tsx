import { useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { dashboard } from '../api/dashboard.ts';
import type { ConnectedApp } from '../api/resources.ts';
import { useChange } from '../changes/changes.ts';
import { Badge } from '../design/badge.tsx';
import { IconButton } from '../design/button.tsx';
import { Confirm } from '../design/confirm.tsx';
import { Switch } from '../design/switch.tsx';
import { announce } from '../design/toasts.tsx';
import { When } from '../figures/when.tsx';

/** One app: who connected it, what it may do, when it was last used; and how it is stopped. */
export function AppLine({ app }: { app: ConnectedApp }) {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const change = useChange();
  const { name } = app.client;
  const params = { app_id: app.id };
  const setStatus = (status: ConnectedApp['status']) =>
    change(
      () => dashboard('PATCH', '/connected-apps/{app_id}', { params, body: { status } }),
      status === 'enabled' ? `“${name}” works again` : `“${name}” is disabled: its next request is refused`,
    );
  const remove = async () => {
    await dashboard('DELETE', '/connected-apps/{app_id}', { params });
    announce(`“${name}” is removed`);
    await client.invalidateQueries({ queryKey: ['connected-apps'] });
  };
  return (
    <li className="flex items-start gap-3 px-4 py-3.5">
      <div className="min-w-0 flex-1 space-y-1">
        <p className="flex flex-wrap items-center gap-2 text-sm">
          <span className="min-w-0 break-words font-medium">{name}</span>
          {app.client.host === null ? <Badge>not verified</Badge> : <Badge tone="good">from {app.client.host}</Badge>}
          {app.status === 'disabled' && <Badge>Disabled</Badge>}
          {app.effective_scopes.map((scope) => (
            <Badge key={scope}>{scope}</Badge>
          ))}
        </p>
        <p className="text-xs text-muted">
          connected <When at={app.connected_at} /> by {app.person.is_you ? 'you' : app.person.name}, answers to{' '}
          {app.redirect_host} · <LastUsed app={app} />
        </p>
      </div>
      <Switch
        label={`${name} is enabled`}
        checked={app.status === 'enabled'}
        onChange={(enabled) => void setStatus(enabled ? 'enabled' : 'disabled')}
      />
      <IconButton label={`Remove ${name}`} icon={Trash2} onClick={() => setAsking(true)} />
      {asking && (
        <Confirm title={`Remove “${name}”?`} verb="Remove app" act={remove} onClose={() => setAsking(false)}>
          <p className="text-muted">It is signed out at once, and has to be connected anew to come back.</p>
        </Confirm>
      )}
    </li>
  );
}

function LastUsed({ app: { last_used_at, last_used_client } }: { app: ConnectedApp }) {
  if (last_used_at === null) return 'not used yet';
  return (
    <>
      last used <When at={last_used_at} />
      {last_used_client !== null && ` by ${last_used_client}`}
    </>
  );
}
