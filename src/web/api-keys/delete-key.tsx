import { dashboard } from '../api/dashboard.ts';
import { useRefreshKeys } from '../api/keys-query.ts';
import type { ApiKey } from '../api/resources.ts';
import { Confirm } from '../design/confirm.tsx';
import { Notice } from '../design/notice.tsx';
import { announce } from '../design/toasts.tsx';
import { When } from '../figures/when.tsx';

export function DeleteKey({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const refresh = useRefreshKeys();
  const remove = async () => {
    await dashboard('DELETE', '/api-keys/{key_id}', { params: { key_id: apiKey.id } });
    announce(`“${apiKey.name}” is deleted`);
    await refresh();
  };
  return (
    <Confirm title={`Delete “${apiKey.name}”?`} verb="Delete key" act={remove} onClose={onClose}>
      {apiKey.used_within_24h && apiKey.last_used_at !== null && (
        <Notice tone="warn">
          This key was used in the last 24 hours: <When at={apiKey.last_used_at} />
          {apiKey.last_used_client !== null && ` by ${apiKey.last_used_client}`}. Whoever uses it stops working at once.
        </Notice>
      )}
      <p className="text-muted">
        It cannot be brought back. To stop it for a while, disable it instead; to replace it without a gap, rotate it.
      </p>
    </Confirm>
  );
}
