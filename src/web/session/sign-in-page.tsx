import { Link, useSearchParams } from 'wouter';
import { dashboard } from '../api/dashboard.ts';
import type { Session } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { Notice } from '../design/notice.tsx';
import { AuthFrame } from './auth-frame.tsx';
import { OidcButton } from './oidc-button.tsx';
import { whyRefused } from './refused.ts';
import { useEnterSession } from './session.tsx';

/** Shown in the place of any page to whoever is not signed in: the address stays, and leads there afterwards. */
export function SignInPage({ session }: { session: Session }) {
  const enter = useEnterSession();
  const [search] = useSearchParams();
  const refused = search.get('error');
  const signIn = async (values: FormData) => {
    const body = { email: textOf(values, 'email'), password: textOf(values, 'password') };
    enter((await dashboard('POST', '/session/sign-in', { body })).data);
  };
  return (
    <AuthFrame title="Sign in">
      {refused !== null && (
        <div className="mb-4">
          <Notice tone="bad">{whyRefused(refused)}</Notice>
        </div>
      )}
      <Form submit={signIn} className="space-y-4">
        {({ pending, waiting, wrong }) => (
          <>
            <TextField
              label="Email"
              name="email"
              type="email"
              autoComplete="username"
              required
              error={wrong('email')}
            />
            <TextField
              label="Password"
              name="password"
              type="password"
              autoComplete="current-password"
              required
              error={wrong('password')}
            />
            <Button type="submit" look="primary" pending={pending} disabled={waiting} className="w-full">
              Sign in
            </Button>
          </>
        )}
      </Form>
      {session.sends_mail && (
        <p className="mt-4 text-center text-sm">
          <Link href="/forgot" className="font-medium text-accent-text underline underline-offset-2">
            Forgot your password?
          </Link>
        </p>
      )}
      {session.oidc !== null && <OidcButton label={session.oidc.label} />}
      {session.sign_up === 'open' && (
        <p className="mt-5 text-center text-sm text-muted">
          New here?{' '}
          <Link href="/sign-up" className="font-medium text-accent-text underline underline-offset-2">
            Make an organization
          </Link>
        </p>
      )}
    </AuthFrame>
  );
}
