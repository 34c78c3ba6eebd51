import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useId } from 'react';
import { keysQuery } from '../api/keys-query.ts';
import type { ApiKey } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { When } from '../figures/when.tsx';
import { LetWrite } from './let-write.tsx';
import type { ConnectKey, Ready } from './use-connect-keys.ts';

/** Which key is filled in and what it may do, another one instead, and one for this client alone. */
export function KeyPicker({
  filled,
  client,
  connectKey: { ask, changed },
}: {
  filled: Ready;
  client: string;
  connectKey: ConnectKey;
}) {
  const id = useId();
  const { data: keys = [] } = useQuery(keysQuery);
  const usable = keys.filter(({ status, expired, fillable }) => status === 'enabled' && !expired && fillable);
  const options = usable.some((key) => key.id === filled.apiKey.id) ? usable : [filled.apiKey, ...usable];
  const { apiKey } = filled;
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <label htmlFor={id} className="text-muted">
          Key
        </label>
        <div className="w-80 max-w-[85%]">
          <select
            id={id}
            className="control"
            value={apiKey.id}
            onChange={({ currentTarget: { value } }) => ask({ key_id: value })}
          >
            {options.map((key) => (
              <option key={key.id} value={key.id}>
                {key.name} ({key.scopes.join(', ')})
              </option>
            ))}
          </select>
        </div>
        {filled.how !== 'made' && (
          <Button icon={Plus} onClick={() => ask({ make_new: true })}>
            Make one for {client} (read)
          </Button>
        )}
      </div>
      {filled.how === 'made' ? (
        <Notice tone="info">
          A new key, “{apiKey.name}”, was made for this. {apiKey.scopes.length === 1 && 'It can only read. '}It is in
          the list of keys, where you can rename or delete it.
        </Notice>
      ) : (
        <p className="text-sm text-muted">
          {filled.how === 'own' ? `“${apiKey.name}” was made for ${client}.` : `“${apiKey.name}” is filled in.`}{' '}
          {apiKey.scopes.length > 1 ? `It may ${apiKey.scopes.join(', ')}.` : 'It can only read.'}
          <Ends apiKey={apiKey} />
        </p>
      )}
      {filled.how !== 'filled' && <LetWrite apiKey={apiKey} onChanged={changed} />}
    </div>
  );
}

/** Whoever connects a client with a key that ends soon will be back soon. */
function Ends({ apiKey: { expires_at } }: { apiKey: ApiKey }) {
  if (expires_at === null) return null;
  return (
    <>
      {' '}
      It ends <When at={expires_at} />.
    </>
  );
}
