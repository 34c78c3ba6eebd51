import { useSearchParams } from 'wouter';

export type Changes = Readonly<Record<string, string | null>>;

/** Search, filters and sorting stand in the address: a link shows what its sender saw, and going back keeps it. */
export function useAddress(): [URLSearchParams, (changes: Changes) => void] {
  const [search, setSearch] = useSearchParams();
  const change = (changes: Changes) =>
    setSearch(
      (present) => {
        const next = new URLSearchParams(present);
        for (const [name, value] of Object.entries(changes)) {
          if (value === null || value === '') next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  return [search, change];
}

/** The value of an address, if it is one of those that there are. */
export function oneOf<const Value extends string>(values: readonly Value[], value: string | null): Value | undefined {
  return values.find((candidate) => candidate === value);
}

/** A filter that is on, off or not set: `?active=true`. */
export function flag(value: string | null): boolean | undefined {
  return value === 'true' ? true : value === 'false' ? false : undefined;
}
