import { useState } from 'react';
import { Link } from 'wouter';
import { dashboard } from '../api/dashboard.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { Notice } from '../design/notice.tsx';
import { AuthFrame } from './auth-frame.tsx';

/** Asks for a mail with a link to choose a new password. What is said after it is the same whether there is an account. */
export function ForgotPage() {
  const [asked, setAsked] = useState<string | null>(null);
  const ask = async (values: FormData) => {
    const email = textOf(values, 'email');
    await dashboard('POST', '/session/password-reset', { body: { email } });
    setAsked(email);
  };
  return (
    <AuthFrame title="Forgot your password?" lead="You get a mail with a link to choose a new one.">
      {asked === null ? (
        <Form submit={ask} className="space-y-4">
          {({ pending, wrong }) => (
            <>
              <TextField
                label="Email"
                name="email"
                type="email"
                autoComplete="username"
                required
                error={wrong('email')}
              />
              <Button type="submit" look="primary" pending={pending} className="w-full">
                Send the link
              </Button>
            </>
          )}
        </Form>
      ) : (
        <Notice tone="info">
          If there is an account with a password under {asked}, a mail is on its way there. Its link works for half an
          hour. Nothing came? Look among the spam, or ask whoever invited you.
        </Notice>
      )}
      <p className="mt-5 text-center text-sm text-muted">
        <Link href="/sign-in" className="font-medium text-accent-text underline underline-offset-2">
          Back to the sign-in
        </Link>
      </p>
    </AuthFrame>
  );
}
