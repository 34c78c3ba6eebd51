import type { Changes } from './address.ts';
import { SearchField } from './search-field.tsx';

/** A filter with few values, `any` among them. */
export function Filter({
  label,
  any,
  options,
  value,
  onChange,
}: {
  label: string;
  any: string;
  options: readonly { value: string; title: string }[];
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  return (
    <div className="w-36">
      <select
        aria-label={label}
        className="control"
        value={value ?? ''}
        onChange={(event) => onChange(event.currentTarget.value || null)}
      >
        <option value="">{any}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.title}
          </option>
        ))}
      </select>
    </div>
  );
}

export const platformOptions = [
  { value: 'instagram', title: 'Instagram' },
  { value: 'tiktok', title: 'TikTok' },
] as const;

const activityOptions = [
  { value: 'true', title: 'Active' },
  { value: 'false', title: 'Paused' },
] as const;

/** The filters that lists have, under the name that each has in the address. */
const known = {
  platform: { label: 'Platform', any: 'All platforms', options: platformOptions },
  active: { label: 'Status', any: 'Any status', options: activityOptions },
} as const;

export type FilterName = keyof typeof known;

/** A list's search and its filters, as the address has them. */
export function Filters({
  search,
  names,
  address,
  onChange,
}: {
  search: string;
  names: readonly FilterName[];
  address: URLSearchParams;
  onChange: (changes: Changes) => void;
}) {
  return (
    <>
      <SearchField label={search} value={address.get('q') ?? ''} onChange={(q) => onChange({ q })} />
      {names.map((name) => (
        <Filter
          key={name}
          {...known[name]}
          value={address.get(name)}
          onChange={(value) => onChange({ [name]: value })}
        />
      ))}
    </>
  );
}
