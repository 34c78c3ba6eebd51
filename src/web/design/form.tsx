import { type ComponentProps, type ReactNode, useState } from 'react';
import { failureText, RequestFailed } from '../api/problem.ts';
import { Notice } from './notice.tsx';
import { useSecondsUntil, Wait } from './wait.tsx';

/** What a form knows while it is shown: whether it is being sent, and what the server said was wrong. */
export interface Sending {
  pending: boolean;
  /** Whether the server has asked to wait, and it is not over. */
  waiting: boolean;
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
  const [waitsUntil, setWaitsUntil] = useState<number | null>(null);
  const seconds = useSecondsUntil(waitsUntil);
  const fields: ReadonlyMap<string, string> = failure instanceof RequestFailed ? failure.fields : new Map();
  const send = async (values: FormData) => {
    setPending(true);
    setFailure(null);
    setWaitsUntil(null);
    try {
      await submit(values);
    } catch (error) {
      setFailure(error);
      const after = error instanceof RequestFailed ? error.retryAfterSeconds : null;
      if (after !== null) setWaitsUntil(Date.now() + after * 1000);
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
        <div className="mb-4 space-y-2 text-sm">
          <Notice tone="bad">{failureText(failure)}</Notice>
          {waitsUntil !== null && <Wait seconds={seconds} />}
        </div>
      )}
      {children({ pending, waiting: seconds > 0, wrong: (field) => fields.get(field) })}
    </form>
  );
}

/** A text of a form; absent fields are empty. */
export function textOf(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === 'string' ? value : '';
}
