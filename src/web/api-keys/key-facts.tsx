import type { ReactNode } from 'react';
import type { ApiKey } from '../api/resources.ts';
import { placeText } from '../figures/key-place.ts';
import { When } from '../figures/when.tsx';

/** Who made a key, who uses it, and until when. */
export function KeyFacts({ apiKey, successor }: { apiKey: ApiKey; successor: ApiKey | undefined }) {
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-0.5 text-xs text-muted">
      <Fact name="Last used">
        {apiKey.last_used_at === null ? (
          'never'
        ) : (
          <>
            <When at={apiKey.last_used_at} />
            {apiKey.last_used_client !== null && ` by ${apiKey.last_used_client}`}
            {apiKey.last_used_place !== null && `, ${placeText(apiKey.last_used_place)}`}
          </>
        )}
      </Fact>
      <Fact name="Created">
        <When at={apiKey.created_at} /> by {apiKey.created_by}
        {apiKey.creator_left && ', who has left: it works on until somebody disables or deletes it'}
      </Fact>
      {apiKey.expires_at !== null && (
        <Fact name={apiKey.expired ? 'Expired' : 'Expires'}>
          <When at={apiKey.expires_at} />
        </Fact>
      )}
      {apiKey.replaced_by !== null && !apiKey.expired && (
        <Fact name="Replaced by">
          {successor?.name ?? 'a newer key'}; {stillUsed(apiKey)}
        </Fact>
      )}
    </dl>
  );
}

/** Who would be cut off when the overlap of a rotation ends. */
function stillUsed({ last_used_client, used_within_24h }: ApiKey): string {
  if (!used_within_24h) return 'nobody has used this one in the last 24 hours';
  return `still used by ${last_used_client ?? 'an unnamed client'}: give it the new key`;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-1">
      <dt className="shrink-0">{name}</dt>
      <dd className="text-text">{children}</dd>
    </div>
  );
}
