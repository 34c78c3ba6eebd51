import { useState } from 'react';

/** The rows that something is about to be done with. */
export interface Selection {
  ids: readonly string[];
  has: (id: string) => boolean;
  allOf: (ids: readonly string[]) => boolean;
  set: (ids: readonly string[], selected: boolean) => void;
  clear: () => void;
}

export function useSelection(): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  return {
    ids: [...chosen],
    has: (id) => chosen.has(id),
    allOf: (ids) => ids.length > 0 && ids.every((id) => chosen.has(id)),
    set: (ids, selected) =>
      setChosen(new Set(selected ? [...chosen, ...ids] : [...chosen].filter((id) => !ids.includes(id)))),
    clear: () => setChosen(new Set()),
  };
}
