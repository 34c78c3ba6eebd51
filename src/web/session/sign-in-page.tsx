import { Link, useSearchParams } from 'wouter';
import { dashboard } from '../api/dashboard.ts';
import type { Session } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { Notice } from '../design/notice.tsx';
import { AuthFrame } from './auth-frame.tsx';
import { OidcButton } from './oidc-button.tsx';
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
          <Notice tone="bad">{whyRefused(refused, session)}</Notice>
        </div>
      )}
      <Form submit={signIn} className="space-y-4">
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
            <TextField
              label="Password"
              name="password"
              type="password"
              autoComplete="current-password"
              required
              error={wrong('password')}
            />
            <Button type="submit" look="primary" pending={pending} className="w-full">
              Sign in
            </Button>
          </>
        )}
      </Form>
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

/** What the way back from the OpenID Connect provider says when nobody is signed in by it, in words. */
function whyRefused(error: string, { sign_up }: Session): string {
  if (error === 'access_denied') return 'The sign-in was cancelled at the provider.';
  if (error !== 'unable_to_create_user' && error !== 'account_not_linked') {
    return 'That sign-in did not come to its end. Begin once more; it must end within ten minutes, in the same browser.';
  }
  const verified = 'The provider must have verified your email address.';
  return sign_up === 'open'
    ? `That sign-in was not accepted. ${verified}`
    : `That sign-in was not accepted. People come here by invitation: ask an owner or admin for a link. ${verified}`;
}
