import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { dashboard } from '../api/dashboard.ts';
import type { Session } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { Segmented } from '../design/segmented.tsx';
import { ErrorState, LoadingLines } from '../design/states.tsx';
import { AuthFrame } from './auth-frame.tsx';
import { fragment } from './fragment.ts';
import { OidcButton } from './oidc-button.tsx';
import { NewPasswordField } from './password-field.tsx';
import { useEnterSession } from './session.tsx';

/** Shows whoever holds an invitation's link what it is for, and takes them in. */
export function InvitationPage({ session }: { session: Session }) {
  const token = fragment();
  const preview = useQuery({
    queryKey: ['invitation', token],
    queryFn: async () => (await dashboard('POST', '/invitations/preview', { body: { token } })).data,
    gcTime: 0,
  });
  if (preview.isPending) {
    return (
      <AuthFrame title="Invitation">
        <LoadingLines lines={3} />
      </AuthFrame>
    );
  }
  if (preview.isError) {
    return (
      <AuthFrame title="Invitation">
        <ErrorState error={preview.error} />
      </AuthFrame>
    );
  }
  const { organization_name, invited_by, role, email } = preview.data;
  return (
    <AuthFrame
      title={`Join ${organization_name}`}
      lead={
        <>
          {invited_by} invites <strong className="font-medium text-text">{email}</strong> as {role}.
        </>
      }
    >
      {session.person === null ? <Come token={token} /> : <Accept token={token} who="signed_in" />}
      {session.oidc !== null && session.person === null && <OidcButton label={session.oidc.label} />}
    </AuthFrame>
  );
}

const ways = [
  { value: 'new', title: 'I am new here' },
  { value: 'known', title: 'I have an account' },
] as const;

type Way = (typeof ways)[number]['value'];

/** Asks which it is: the page is not told, as whoever made the invitation holds its link too. */
function Come({ token }: { token: string }) {
  const [way, setWay] = useState<Way>('new');
  return (
    <div className="space-y-4">
      <Segmented label="Who you are" options={ways} value={way} onChange={setWay} />
      <Accept key={way} token={token} who={way} />
    </div>
  );
}

function Accept({ token, who }: { token: string; who: Way | 'signed_in' }) {
  const enter = useEnterSession();
  const [, navigate] = useLocation();
  const accept = async (values: FormData) => {
    const body = {
      token,
      ...(who === 'new' && { name: textOf(values, 'name') }),
      ...(who !== 'signed_in' && { password: textOf(values, 'password') }),
    };
    const { data } = await dashboard('POST', '/invitations/accept', { body });
    navigate('/', { replace: true });
    enter(data);
  };
  return (
    <Form submit={accept} className="space-y-4">
      {({ pending, waiting, wrong }) => (
        <>
          {who === 'new' && (
            <TextField label="Your name" name="name" autoComplete="name" required error={wrong('name')} />
          )}
          {who === 'new' && <NewPasswordField error={wrong('password')} />}
          {who === 'known' && (
            <TextField
              label="Your password here"
              name="password"
              type="password"
              autoComplete="current-password"
              required
              error={wrong('password')}
            />
          )}
          <Button type="submit" look="primary" pending={pending} disabled={waiting} className="w-full">
            Accept
          </Button>
        </>
      )}
    </Form>
  );
}
