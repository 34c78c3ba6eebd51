import { useLocation } from 'wouter';
import { dashboard } from '../api/dashboard.ts';
import type { Session } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { Form } from '../design/form.tsx';
import { Notice } from '../design/notice.tsx';
import { AuthFrame } from './auth-frame.tsx';
import { fragment } from './fragment.ts';
import { NewPersonFields, newPersonOf } from './new-person-fields.tsx';
import { useEnterSession } from './session.tsx';

/** Makes the first owner, from the link that the start printed. */
export function SetupPage({ session }: { session: Session }) {
  const enter = useEnterSession();
  const [, navigate] = useLocation();
  const token = fragment();
  const setUp = async (values: FormData) => {
    const body = { ...newPersonOf(values), token };
    const { data } = await dashboard('POST', '/setup', { body });
    // The used link goes out of the history; the first thing to do is to connect an agent.
    navigate('/api-keys?connect=open', { replace: true });
    enter(data);
  };
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
          Open the whole link that the server printed when it started: it ends in # and a code. Starting the server
          again prints a new one.
        </Notice>
      ) : (
        <Form submit={setUp} className="space-y-4">
          {({ pending, wrong }) => (
            <>
              <NewPersonFields wrong={wrong} />
              <Button type="submit" look="primary" pending={pending} className="w-full">
                Become the owner
              </Button>
            </>
          )}
        </Form>
      )}
    </AuthFrame>
  );
}
