import { Link, useLocation } from 'wouter';
import { dashboard } from '../api/dashboard.ts';
import { Button } from '../design/button.tsx';
import { Form } from '../design/form.tsx';
import { AuthFrame } from './auth-frame.tsx';
import { NewPersonFields, newPersonOf } from './new-person-fields.tsx';
import { useEnterSession } from './session.tsx';

/** Only with SIGN_UP=open: a person with an organization of their own. */
export function SignUpPage() {
  const enter = useEnterSession();
  const [, navigate] = useLocation();
  const signUp = async (values: FormData) => {
    enter((await dashboard('POST', '/session/sign-up', { body: newPersonOf(values) })).data);
    navigate('/api-keys?connect=open', { replace: true });
  };
  return (
    <AuthFrame title="Make an organization" lead="You become its owner and can invite others.">
      <Form submit={signUp} className="space-y-4">
        {({ pending, wrong }) => (
          <>
            <NewPersonFields wrong={wrong} />
            <Button type="submit" look="primary" pending={pending} className="w-full">
              Create account
            </Button>
          </>
        )}
      </Form>
      <p className="mt-5 text-center text-sm text-muted">
        <Link href="/sign-in" className="font-medium text-accent-text underline underline-offset-2">
          I have an account
        </Link>
      </p>
    </AuthFrame>
  );
}
