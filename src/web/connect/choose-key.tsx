import { dashboard } from '../api/dashboard.ts';
import { useRefreshKeys } from '../api/keys-query.ts';
import { failureText } from '../api/problem.ts';
import type { ApiKey } from '../api/resources.ts';
import { Badge } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { announce } from '../design/toasts.tsx';
import type { ConnectKey } from './use-connect-keys.ts';

/** There are keys, but none that works and can be filled in: asks, instead of making one that nobody wanted. */
export function ChooseKey({ keys, ask }: { keys: readonly ApiKey[]; ask: ConnectKey['ask'] }) {
  const refresh = useRefreshKeys();
  const enable = async (key: ApiKey) => {
    try {
      const body = { status: 'enabled' } as const;
      await dashboard('PATCH', '/api-keys/{key_id}', { params: { key_id: key.id }, body });
      await refresh();
      ask({ key_id: key.id });
    } catch (error) {
      announce(failureText(error), 'bad');
    }
  };
  const sleeping = keys.filter(({ status, expired, fillable }) => status === 'disabled' && !expired && fillable);
  return (
    <div className="space-y-3 text-sm">
      <p>None of the keys here works and can be filled in. Which one shall it be?</p>
      <ul className="space-y-2">
        {sleeping.map((key) => (
          <li key={key.id} className="flex flex-wrap items-center gap-2">
            <Button onClick={() => void enable(key)}>Enable “{key.name}”</Button>
            <Badge>disabled</Badge>
          </li>
        ))}
        <li>
          <Button look="primary" onClick={() => ask({ make_new: true })}>
            Make a new key (read)
          </Button>
        </li>
      </ul>
    </div>
  );
}
