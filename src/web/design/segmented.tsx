import { ToggleGroup } from 'radix-ui';
import { classNames } from './class-names.ts';

/** One of a few, all of them in sight. Arrow keys move between them. */
export function Segmented<Value extends string>({
  label,
  options,
  value,
  onChange,
  wrap = false,
}: {
  label: string;
  options: readonly { value: Value; title: string }[];
  value: Value;
  onChange: (value: Value) => void;
  /** Lets a long row break into lines. */
  wrap?: boolean;
}) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(chosen) => {
        const option = options.find((candidate) => candidate.value === chosen);
        if (option !== undefined) onChange(option.value);
      }}
      className={classNames('flex w-fit max-w-full gap-0.5 rounded-lg bg-sunken p-0.5', wrap && 'flex-wrap')}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="h-7 whitespace-nowrap rounded-md px-2.5 text-sm text-muted hover:text-text data-[state=on]:bg-chosen data-[state=on]:font-medium data-[state=on]:text-text data-[state=on]:shadow-card"
        >
          {option.title}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
