import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { dashboard } from '../api/dashboard.ts';
import { failureText } from '../api/problem.ts';
import { Button } from '../design/button.tsx';
import { Form, textOf } from '../design/form.tsx';
import { Notice } from '../design/notice.tsx';
import { LoadingLines } from '../design/states.tsx';
import { announce } from '../design/toasts.tsx';
import { AuthFrame } from './auth-frame.tsx';
import { fragment } from './fragment.ts';
import { NewPasswordField } from './password-field.tsx';
import { sessionQuery } from './session.tsx';

/** A new password, by the link of a mail. */
export function ResetPage() {
  const token = fragment();
  const preview = useQuery({
    queryKey: ['password-reset', token],
    queryFn: async () => (await dashboard('POST', '/session/password-reset/preview', { body: { token } })).data,
    gcTime: 0,
  });
  return (
    <AuthFrame title="Choose a new password" lead="You are signed out everywhere then, and sign in with it.">
      {preview.isPending && <LoadingLines lines={2} />}
      {preview.isError && <Notice tone="bad">{failureText(preview.error)}</Notice>}
      {preview.isSuccess && <NewPassword token={token} email={preview.data.email} />}
    </AuthFrame>
  );
}

function NewPassword({ token, email }: { token: string; email: string }) {
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const reset = async (values: FormData) => {
    const body = { token, password: textOf(values, 'password') };
    await dashboard('POST', '/session/password-reset/finish', { body });
    // The used link goes out of the history.
    navigate('/sign-in', { replace: true });
    announce('Your password is changed: sign in with it');
    await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  return (
    <Form submit={reset} className="space-y-4">
      {({ pending, wrong }) => (
        <>
          <p className="break-all text-sm">
            For <strong className="font-medium">{email}</strong>
          </p>
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          <NewPasswordField label="New password" error={wrong('password')} />
          <Button type="submit" look="primary" pending={pending} className="w-full">
            Change password
          </Button>
        </>
      )}
    </Form>
  );
}
