import { KeySquare, MoreHorizontal, RefreshCw, ShieldQuestion, SlidersHorizontal, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { dashboard } from '../api/dashboard.ts';
import { useRefreshKeys } from '../api/keys-query.ts';
import { failureText } from '../api/problem.ts';
import type { ApiKey, NewKey } from '../api/resources.ts';
import { Badge } from '../design/badge.tsx';
import { IconButton } from '../design/button.tsx';
import { CopyIconButton } from '../design/copy-button.tsx';
import { Menu, MenuItem, MenuLine } from '../design/menu.tsx';
import { Switch } from '../design/switch.tsx';
import { announce } from '../design/toasts.tsx';
import { useMay } from '../session/session.tsx';
import { ChangeScopes } from './change-scopes.tsx';
import { DeleteKey } from './delete-key.tsx';
import { KeyFacts } from './key-facts.tsx';
import { KeyName } from './key-name.tsx';
import { KeyTools } from './key-tools.tsx';
import { RotateKey } from './rotate-key.tsx';

type Over = 'nothing' | 'tools' | 'scopes' | 'rotate' | 'delete';

/** One key: what it is, who uses it, and what can be done with it. */
export function KeyCard({
  apiKey,
  all,
  onRotated,
}: {
  apiKey: ApiKey;
  all: readonly ApiKey[];
  onRotated: (made: NewKey) => void;
}) {
  const manages = useMay('admin');
  const [over, setOver] = useState<Over>('nothing');
  const close = () => setOver('nothing');
  const dead = apiKey.status === 'disabled' || apiKey.expired;
  return (
    <li className="px-4 py-3.5">
      <div className="flex items-start gap-3">
        <span className="mt-0.5 grid size-8 shrink-0 place-items-center rounded-lg border border-line bg-sunken text-muted">
          <KeySquare size={15} aria-hidden />
        </span>
        <div className="min-w-0 flex-1 space-y-1.5">
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <KeyName apiKey={apiKey} editable={manages} />
            <Status apiKey={apiKey} />
            {apiKey.scopes.map((scope) => (
              <Badge key={scope}>{scope}</Badge>
            ))}
          </div>
          <div className="flex items-center gap-1">
            <code className="truncate font-mono text-xs text-muted">{apiKey.masked_key}</code>
            <CopyIconButton text={apiKey.masked_key} what={`masked key of ${apiKey.name}`} />
          </div>
          <KeyFacts apiKey={apiKey} successor={all.find(({ id }) => id === apiKey.replaced_by)} />
        </div>
        <div className="flex items-center gap-2">
          {manages && !apiKey.expired && <Toggle apiKey={apiKey} />}
          <Menu trigger={<IconButton label={`More for ${apiKey.name}`} icon={MoreHorizontal} />}>
            <MenuItem icon={ShieldQuestion} onSelect={() => setOver('tools')}>
              What can this key do?
            </MenuItem>
            {manages && !apiKey.expired && (
              <MenuItem icon={SlidersHorizontal} onSelect={() => setOver('scopes')}>
                Change scopes…
              </MenuItem>
            )}
            {manages && !dead && apiKey.replaced_by === null && (
              <MenuItem icon={RefreshCw} onSelect={() => setOver('rotate')}>
                Rotate…
              </MenuItem>
            )}
            {manages && <MenuLine />}
            {manages && (
              <MenuItem icon={Trash2} danger onSelect={() => setOver('delete')}>
                Delete…
              </MenuItem>
            )}
          </Menu>
        </div>
      </div>
      {over === 'tools' && <KeyTools apiKey={apiKey} onClose={close} />}
      {over === 'scopes' && <ChangeScopes apiKey={apiKey} onClose={close} />}
      {over === 'rotate' && <RotateKey apiKey={apiKey} onClose={close} onRotated={onRotated} />}
      {over === 'delete' && <DeleteKey apiKey={apiKey} onClose={close} />}
    </li>
  );
}

function Status({ apiKey: { expired, status, replaced_by } }: { apiKey: ApiKey }) {
  if (expired) return <Badge tone="bad">Expired</Badge>;
  if (status === 'disabled') return <Badge tone="plain">Disabled</Badge>;
  if (replaced_by !== null) return <Badge tone="warn">Being replaced</Badge>;
  return <Badge tone="good">Enabled</Badge>;
}

/** Off takes effect with the key's next request. */
function Toggle({ apiKey }: { apiKey: ApiKey }) {
  const refresh = useRefreshKeys();
  const [pending, setPending] = useState(false);
  const change = async (enabled: boolean) => {
    setPending(true);
    try {
      const body = { status: enabled ? 'enabled' : 'disabled' } as const;
      await dashboard('PATCH', '/api-keys/{key_id}', { params: { key_id: apiKey.id }, body });
      await refresh();
      announce(enabled ? `“${apiKey.name}” works again` : `“${apiKey.name}” is disabled: its next request is refused`);
    } catch (error) {
      announce(failureText(error), 'bad');
    } finally {
      setPending(false);
    }
  };
  return (
    <Switch
      label={`${apiKey.name} is enabled`}
      checked={apiKey.status === 'enabled'}
      onChange={(enabled) => void change(enabled)}
      disabled={pending}
    />
  );
}
