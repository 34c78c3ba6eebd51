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

export const activityOptions = [
  { value: 'true', title: 'Active' },
  { value: 'false', title: 'Paused' },
] as const;
