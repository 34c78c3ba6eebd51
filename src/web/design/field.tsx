import { type ComponentProps, type ReactNode, useId } from 'react';

interface Labelled {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
}

/** A label, its control, and one line below it: the hint, or what is wrong. */
function Frame({ id, label, hint, error, children }: Labelled & { id: string; children: ReactNode }) {
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      {children}
      {error !== undefined ? (
        <p id={`${id}-note`} role="alert" className="text-xs text-bad">
          {error}
        </p>
      ) : (
        hint !== undefined && (
          <p id={`${id}-note`} className="text-xs text-muted">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

function described({ hint, error }: Labelled, id: string) {
  return {
    'aria-invalid': error !== undefined,
    'aria-describedby': hint === undefined && error === undefined ? undefined : `${id}-note`,
  };
}

export function TextField({ label, hint, error, ...rest }: Labelled & ComponentProps<'input'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <input id={id} className="control" {...described({ label, hint, error }, id)} {...rest} />
    </Frame>
  );
}

export function SelectField({ label, hint, error, children, ...rest }: Labelled & ComponentProps<'select'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <select id={id} className="control" {...described({ label, hint, error }, id)} {...rest}>
        {children}
      </select>
    </Frame>
  );
}
