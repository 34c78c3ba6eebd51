import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

const looks = {
  primary: 'bg-accent text-on-accent border-transparent hover:brightness-110 shadow-card',
  secondary: 'bg-surface text-text border-line-strong hover:bg-sunken shadow-card',
  quiet: 'bg-transparent text-muted border-transparent hover:bg-sunken hover:text-text',
  danger: 'bg-bad-solid text-on-accent border-transparent hover:brightness-110 shadow-card',
} as const;

export type ButtonLook = keyof typeof looks;

const shared =
  'inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded-[7px] border text-sm font-medium transition-[background-color,filter] duration-100 select-none disabled:opacity-50 aria-disabled:opacity-50';

/** The classes of a button, for links that look like one. */
export function buttonClasses(look: ButtonLook = 'secondary', extra = ''): string {
  return classNames(shared, 'h-8 px-3', looks[look], extra);
}

export function Button({
  look = 'secondary',
  icon: Icon,
  pending = false,
  className,
  children,
  disabled,
  ...rest
}: ComponentProps<'button'> & { look?: ButtonLook; icon?: LucideIcon; pending?: boolean }) {
  return (
    <button type="button" disabled={disabled === true || pending} className={buttonClasses(look, className)} {...rest}>
      {pending ? (
        <LoaderCircle size={14} className="animate-spin" aria-hidden />
      ) : (
        Icon && <Icon size={14} aria-hidden />
      )}
      {children}
    </button>
  );
}

/** A button whose name is read out and shown on hover, not written. */
export function IconButton({
  label,
  icon: Icon,
  look = 'quiet',
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'children'> & { label: string; icon: LucideIcon; look?: ButtonLook }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classNames(shared, 'size-8 shrink-0', looks[look], className)}
      {...rest}
    >
      <Icon size={15} aria-hidden />
    </button>
  );
}
