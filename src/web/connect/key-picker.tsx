import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { keysQuery } from '../api/keys-query.ts';
import { Notice } from '../design/notice.tsx';
import type { ConnectKey, Filled } from './use-connect-key.ts';

const makeNew = 'new';

/** Which key is filled in, another one instead, and whether it was made for this. */
export function KeyPicker({
  filled,
  client,
  ask,
}: {
  filled: Extract<Filled, { kind: 'ready' }>;
  client: string;
  ask: ConnectKey['ask'];
}) {
  const id = useId();
  const { data: keys = [] } = useQuery(keysQuery);
  const usable = keys.filter(({ status, expired, fillable }) => status === 'enabled' && !expired && fillable);
  const options = usable.some((key) => key.id === filled.apiKey.id) ? usable : [filled.apiKey, ...usable];
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <label htmlFor={id} className="text-muted">
          Key
        </label>
        <div className="w-96 max-w-[85%]">
          <select
            id={id}
            className="control"
            value={filled.apiKey.id}
            onChange={({ currentTarget: { value } }) =>
              ask(client, value === makeNew ? { make_new: true } : { key_id: value })
            }
          >
            {options.map((key) => (
              <option key={key.id} value={key.id}>
                {key.name} ({key.scopes.join(', ')})
              </option>
            ))}
            <option value={makeNew}>Make a new key…</option>
          </select>
        </div>
      </div>
      {filled.how === 'made' && (
        <Notice tone="info">
          A new key, “{filled.apiKey.name}”, was made for this. It is in the list of keys, where you can rename or
          delete it.
        </Notice>
      )}
    </div>
  );
}
