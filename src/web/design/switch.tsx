import { Switch as Radix } from 'radix-ui';

export function Switch({
  label,
  checked,
  onChange,
  disabled = false,
}: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}) {
  return (
    <Radix.Root
      aria-label={label}
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      className="h-5 w-9 shrink-0 rounded-full border border-line-strong bg-sunken p-px transition-colors data-[state=checked]:border-transparent data-[state=checked]:bg-accent disabled:opacity-60"
    >
      <Radix.Thumb className="block size-4 rounded-full bg-on-accent shadow-[0_1px_3px_rgb(0_0_0/0.3)] ring-1 ring-line-strong transition-transform data-[state=checked]:translate-x-4" />
    </Radix.Root>
  );
}
