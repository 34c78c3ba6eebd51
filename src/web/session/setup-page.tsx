import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { dashboard } from '../api/dashboard.ts';
import { failureText } from '../api/problem.ts';
import type { Session } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { Form } from '../design/form.tsx';
import { Notice } from '../design/notice.tsx';
import { LoadingLines } from '../design/states.tsx';
import { AuthFrame } from './auth-frame.tsx';
import { fragment } from './fragment.ts';
import { NewPersonFields, newPersonOf } from './new-person-fields.tsx';
import { useEnterSession } from './session.tsx';

/** Makes the first owner, from the link that the start printed. */
export function SetupPage({ session }: { session: Session }) {
  const [, navigate] = useLocation();
  const token = fragment();
  if (!session.setup_needed) {
    return (
      <AuthFrame title="This gateway has an owner">
        <p className="text-sm text-muted">The setup link worked once. Sign in, or ask an owner for an invitation.</p>
        <Button look="primary" className="mt-4 w-full" onClick={() => navigate('/sign-in', { replace: true })}>
          Sign in
        </Button>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Set up your gateway" lead="You become the owner. This takes a minute, once.">
      {token === '' ? (
        <Notice tone="warn">
          Open the whole link that the server printed when it started: it ends in # and a code. On the server,{' '}
          <code className="font-mono">npm run -s org -- setup-link</code> prints another.
        </Notice>
      ) : (
        <WithLink token={token} />
      )}
    </AuthFrame>
  );
}

/** Says what the link does before it asks for anything: a link that is over asks for nothing. */
function WithLink({ token }: { token: string }) {
  const enter = useEnterSession();
  const [, navigate] = useLocation();
  const preview = useQuery({
    queryKey: ['setup', token],
    queryFn: async () => (await dashboard('POST', '/setup/preview', { body: { token } })).data,
    gcTime: 0,
  });
  const setUp = async (values: FormData) => {
    const body = { ...newPersonOf(values), token };
    const { data } = await dashboard('POST', '/setup', { body });
    // The used link goes out of the history; the first thing to do is to connect an agent.
    navigate('/api-keys?connect=open', { replace: true });
    enter(data);
  };
  if (preview.isPending) return <LoadingLines lines={4} />;
  if (preview.isError) return <Notice tone="bad">{failureText(preview.error)}</Notice>;
  const { organization } = preview.data;
  return (
    <Form submit={setUp} className="space-y-4">
      {({ pending, wrong }) => (
        <>
          {organization !== null && (
            <Notice tone="info">
              This renames “{organization.name}”, which is here already. Its{' '}
              {organization.holds_sample_data ? 'sample data' : 'data'} and its keys stay.
            </Notice>
          )}
          <NewPersonFields wrong={wrong} />
          <Button type="submit" look="primary" pending={pending} className="w-full">
            Become the owner
          </Button>
        </>
      )}
    </Form>
  );
}
