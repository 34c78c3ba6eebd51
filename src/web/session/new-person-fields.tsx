import { TextField } from '../design/field.tsx';
import { textOf } from '../design/form.tsx';
import { NewPasswordField } from './password-field.tsx';

/** What is asked of somebody who comes with an organization of their own. */
export function NewPersonFields({ wrong }: { wrong: (field: string) => string | undefined }) {
  return (
    <>
      <TextField
        label="Organization"
        name="organization_name"
        autoComplete="organization"
        maxLength={255}
        required
        error={wrong('organization_name')}
      />
      <TextField label="Your name" name="name" autoComplete="name" maxLength={255} required error={wrong('name')} />
      <TextField label="Email" name="email" type="email" autoComplete="username" required error={wrong('email')} />
      <NewPasswordField error={wrong('password')} />
    </>
  );
}

export function newPersonOf(values: FormData) {
  return {
    organization_name: textOf(values, 'organization_name'),
    name: textOf(values, 'name'),
    email: textOf(values, 'email'),
    password: textOf(values, 'password'),
  };
}
