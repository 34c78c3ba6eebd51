import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { dashboard } from '../api/dashboard.ts';
import type { Session } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { AuthFrame } from './auth-frame.tsx';
import { LostAddress } from './lost-address.tsx';
import { useEnterSession } from './session.tsx';
import { signOut } from './sign-out.ts';

const SignInWays = lazy(async () => ({ default: (await import('../settings/sign-in-ways.tsx')).SignInWays }));

/** Signed in, but in no organization: removed from the last one, or left it. */
export function NoOrganizationPage({ session }: { session: Session }) {
  const enter = useEnterSession();
  const client = useQueryClient();
  const make = async (values: FormData) => {
    const body = { name: textOf(values, 'name') };
    enter((await dashboard('POST', '/organizations', { body })).data);
  };
  return (
    <AuthFrame title="You are in no organization" lead="Ask an owner or admin for an invitation, then open its link.">
      {session.person !== null && <LostAddress person={session.person} />}
      {session.sign_up === 'open' && (
        <Form submit={make} className="mb-4 space-y-4">
          {({ pending, wrong }) => (
            <>
              <TextField label="Or make one" name="name" required maxLength={255} error={wrong('name')} />
              <Button type="submit" look="primary" pending={pending} className="w-full">
                Make an organization
              </Button>
            </>
          )}
        </Form>
      )}
      {session.person !== null && session.oidc !== null && (
        <div className="mb-4">
          <Suspense>
            <SignInWays session={session} person={session.person} />
          </Suspense>
        </div>
      )}
      <Button className="w-full" onClick={() => void signOut(client)}>
        Sign out
      </Button>
    </AuthFrame>
  );
}
