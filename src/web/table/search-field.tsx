import { Search } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';

/** Milliseconds without a key before the server is asked. */
const pauseMs = 250;

/** Searches as one types. */
export function SearchField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const [text, setText] = useState(value);
  const changed = useEffectEvent(onChange);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => changed(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <div className="relative w-full sm:w-64">
      <Search size={14} aria-hidden className="pointer-events-none absolute left-2.5 top-2.5 text-muted" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        maxLength={128}
        className="control pl-8"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </div>
  );
}
