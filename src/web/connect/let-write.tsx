import { useState } from 'react';
import { impliedScopes, scopeMeaning } from '../../contract/scope.ts';
import { dashboard } from '../api/dashboard.ts';
import { useRefreshKeys } from '../api/keys-query.ts';
import { failureText } from '../api/problem.ts';
import type { ApiKey } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { announce } from '../design/toasts.tsx';

/** A key that the helper made can only read. To let it write is one click, with what that means beside it. */
export function LetWrite({ apiKey, onChanged }: { apiKey: ApiKey; onChanged: (apiKey: ApiKey) => void }) {
  const refresh = useRefreshKeys();
  const [pending, setPending] = useState(false);
  if (apiKey.scopes.some((scope) => scope !== 'read')) return null;
  const letWrite = async () => {
    setPending(true);
    try {
      const name = nameOfWriter(apiKey.name);
      const body = { scopes: [...impliedScopes(['write'])], ...(name !== apiKey.name && { name }) };
      const { data } = await dashboard('PATCH', '/api-keys/{key_id}', { params: { key_id: apiKey.id }, body });
      onChanged(data);
      await refresh();
      announce(`“${data.name}” may now ${data.scopes.join(', ')}`);
    } catch (error) {
      announce(failureText(error), 'bad');
    } finally {
      setPending(false);
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm text-muted">
      <Button pending={pending} onClick={() => void letWrite()}>
        Let it write
      </Button>
      <span className="min-w-0 flex-1 basis-52">{scopeMeaning.write}</span>
    </div>
  );
}

/** What it is called must not say that it can only read. */
function nameOfWriter(name: string): string {
  return name.replace(/ \(read-only\)$/, '');
}
