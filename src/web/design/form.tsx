import { type ComponentProps, type ReactNode, useState } from 'react';
import { failureText, RequestFailed } from '../api/problem.ts';
import { Notice } from './notice.tsx';

/** What a form knows while it is shown: whether it is being sent, and what the server said was wrong. */
export interface Sending {
  pending: boolean;
  /** What is wrong with a field, by the name that the API gives it. */
  wrong: (field: string) => string | undefined;
}

/** A form whose values go to the server; a refusal shows at its field, anything else above the buttons. */
export function Form({
  submit,
  children,
  ...rest
}: Omit<ComponentProps<'form'>, 'children' | 'onSubmit'> & {
  submit: (values: FormData) => Promise<unknown>;
  children: (sending: Sending) => ReactNode;
}) {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const fields: ReadonlyMap<string, string> = failure instanceof RequestFailed ? failure.fields : new Map();
  const send = async (values: FormData) => {
    setPending(true);
    setFailure(null);
    try {
      await submit(values);
    } catch (error) {
      setFailure(error);
    } finally {
      setPending(false);
    }
  };
  return (
    <form
      {...rest}
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending) void send(new FormData(event.currentTarget));
      }}
    >
      {failure !== null && fields.size === 0 && (
        <div className="mb-4">
          <Notice tone="bad">{failureText(failure)}</Notice>
        </div>
      )}
      {children({ pending, wrong: (field) => fields.get(field) })}
    </form>
  );
}

/** A text of a form; absent fields are empty. */
export function textOf(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === 'string' ? value : '';
}
