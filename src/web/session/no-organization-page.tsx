import { useQueryClient } from '@tanstack/react-query';
import { Building2 } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useLocation } from 'wouter';
import { dashboard } from '../api/dashboard.ts';
import { failureText } from '../api/problem.ts';
import type { Session } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { announce } from '../design/toasts.tsx';
import { AuthFrame } from './auth-frame.tsx';
import { LostAddress } from './lost-address.tsx';
import { useEnterSession } from './session.tsx';
import { nameBefore } from './shown.ts';
import { signOut } from './sign-out.ts';

const SignInWays = lazy(async () => ({ default: (await import('./sign-in-ways.tsx')).SignInWays }));

/** Signed in, but in no organization: removed from the one that was shown, or left it. Another one is entered by choice. */
export function NoOrganizationPage({ session }: { session: Session }) {
  const enter = useEnterSession();
  const client = useQueryClient();
  const { organizations, is_out } = session;
  const before = nameBefore(session);
  const mayMake = session.sign_up === 'open' || organizations.some(({ role }) => role === 'owner');
  const make = async (values: FormData) => {
    const body = { name: textOf(values, 'name') };
    enter((await dashboard('POST', '/organizations', { body })).data);
  };
  return (
    <AuthFrame
      title={
        organizations.length === 0
          ? 'You are in no organization'
          : `You are no longer in ${before ?? 'that organization'}`
      }
      lead={
        <>
          {is_out && `You were removed from ${before ?? 'the organization that you were in'}, or left it. `}
          Ask an owner or admin for an invitation, then open its link.
        </>
      }
    >
      {session.person !== null && <LostAddress person={session.person} />}
      {organizations.length > 0 && <OtherOrganizations organizations={organizations} />}
      {mayMake && (
        <Form submit={make} className="mb-4 space-y-4">
          {({ pending, wrong }) => (
            <>
              <TextField label="Or make one" name="name" required maxLength={255} error={wrong('name')} />
              <Button
                type="submit"
                look={organizations.length === 0 ? 'primary' : 'secondary'}
                pending={pending}
                className="w-full"
              >
                Make an organization
              </Button>
            </>
          )}
        </Form>
      )}
      {session.person !== null && (session.oidc !== null || session.sends_mail) && (
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

function OtherOrganizations({ organizations }: { organizations: Session['organizations'] }) {
  const enter = useEnterSession();
  const [, navigate] = useLocation();
  const open = async (id: string) => {
    try {
      const { data } = await dashboard('POST', '/session/organization', { body: { organization_id: id } });
      navigate('/', { replace: true });
      enter(data);
    } catch (error) {
      announce(failureText(error), 'bad');
    }
  };
  return (
    <section className="mb-4 space-y-2">
      <h2 className="text-sm font-medium">Go on in another one</h2>
      {organizations.map(({ id, name }) => (
        <Button key={id} look="primary" icon={Building2} className="w-full" onClick={() => void open(id)}>
          <span className="truncate">Open {name}</span>
        </Button>
      ))}
    </section>
  );
}
