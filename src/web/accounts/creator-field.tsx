import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { v2 } from '../api/v2.ts';
import { Avatar } from '../design/avatar.tsx';
import { ErrorState, LoadingLines } from '../design/states.tsx';
import { SearchField } from '../table/search-field.tsx';

/** As many as can be looked over; the search finds the others. */
const shown = 20;

/** Chooses a creator, in a form under the name `creator_id`. */
export function CreatorField({ optional = false }: { optional?: boolean }) {
  const [q, setQ] = useState('');
  const creators = useQuery({
    queryKey: ['creators', 'choice', q],
    queryFn: async ({ signal }) => (await v2('GET', '/creators', { query: { q, limit: shown }, signal })).data,
    // Whoever has chosen already while a narrower list was on its way keeps the choice.
    placeholderData: keepPreviousData,
  });
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1 text-sm font-medium">Creator{optional && ' (optional)'}</legend>
      <SearchField label="Search creators" value={q} onChange={setQ} />
      {/* As high with one creator as with many: the button below must not move away from the pointer. */}
      <div className="h-52 overflow-y-auto rounded-lg border border-line">
        {creators.isPending && <LoadingLines lines={3} />}
        {creators.isError && <ErrorState error={creators.error} retry={() => void creators.refetch()} />}
        {creators.data?.length === 0 && <p className="p-3 text-sm text-muted">No creator is called that.</p>}
        {creators.data?.map(({ id, name, accounts_summary }) => (
          <label key={id} className="flex cursor-pointer items-center gap-2.5 px-3 py-1.5 text-sm hover:bg-sunken">
            <input type="radio" name="creator_id" value={id} required={!optional} />
            <Avatar name={name} />
            <span className="min-w-0 flex-1 truncate">{name}</span>
            <span className="text-xs text-muted">{accounts_summary.total} linked</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
