import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { dashboard } from '../api/dashboard.ts';
import { useRefreshKeys } from '../api/keys-query.ts';
import { failureText } from '../api/problem.ts';
import type { ApiKey } from '../api/resources.ts';
import { announce } from '../design/toasts.tsx';

/** The name of a key; a click makes it a field. Enter or leaving the field saves, Esc takes it back. */
export function KeyName({ apiKey, editable }: { apiKey: ApiKey; editable: boolean }) {
  const [editing, setEditing] = useState(false);
  const refresh = useRefreshKeys();
  if (!editable) return <h3 className="max-w-full truncate font-medium">{apiKey.name}</h3>;
  const save = async (name: string) => {
    setEditing(false);
    if (name === '' || name === apiKey.name) return;
    try {
      await dashboard('PATCH', '/api-keys/{key_id}', { params: { key_id: apiKey.id }, body: { name } });
      await refresh();
    } catch (error) {
      announce(failureText(error), 'bad');
    }
  };
  if (editing) return <NameField name={apiKey.name} onDone={(name) => void save(name)} />;
  return (
    <h3 className="min-w-0 max-w-full font-medium">
      <button
        type="button"
        onClick={() => setEditing(true)}
        className="flex max-w-full items-center gap-1.5 rounded hover:bg-sunken"
      >
        <span className="truncate">{apiKey.name}</span>
        <Pencil size={12} aria-hidden className="shrink-0 text-muted" />
        <span className="sr-only">Rename</span>
      </button>
    </h3>
  );
}

function NameField({ name, onDone }: { name: string; onDone: (name: string) => void }) {
  const [value, setValue] = useState(name);
  return (
    <input
      aria-label="Name of the key"
      className="control h-7 max-w-72"
      value={value}
      maxLength={255}
      // The person has just asked for this field.
      ref={(field) => field?.focus()}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setValue(event.currentTarget.value)}
      onBlur={() => onDone(value.trim())}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') {
          event.stopPropagation();
          onDone(name);
        }
      }}
    />
  );
}
