import type { shortestPassword } from '../../dashboard/contract/session.ts';
import { TextField } from '../design/field.tsx';

/** The server's own rule: were it another number, this would not compile. */
const shortest: typeof shortestPassword = 10;

/** A password that somebody thinks up. */
export function NewPasswordField({
  error,
  label = 'Password',
  name = 'password',
}: {
  error: string | undefined;
  label?: string;
  name?: string;
}) {
  return (
    <TextField
      label={label}
      name={name}
      type="password"
      autoComplete="new-password"
      minLength={shortest}
      maxLength={128}
      required
      hint={`At least ${shortest} characters.`}
      error={error}
    />
  );
}
