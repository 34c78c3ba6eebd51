import { useState } from 'react';
import { scopesOfRole } from '../../organizations/role-scopes.ts';
import { dashboard } from '../api/dashboard.ts';
import { failureText } from '../api/problem.ts';
import type { Session } from '../api/resources.ts';
import { chosenScopes, ScopeChoice, widest } from '../api-keys/scope-choice.tsx';
import { Button } from '../design/button.tsx';
import { SelectField } from '../design/field.tsx';
import { Form } from '../design/form.tsx';
import { Notice } from '../design/notice.tsx';
import { announce } from '../design/toasts.tsx';
import { AuthFrame } from '../session/auth-frame.tsx';
import type { ConnectRequest } from './connect-request.ts';
import { WhichApp } from './which-app.tsx';

/** Asks somebody who is signed in whether, where and for what an app is let in. */
export function Consent({
  reference,
  request,
  session,
  person,
}: {
  reference: string;
  request: ConnectRequest;
  session: Session;
  person: NonNullable<Session['person']>;
}) {
  const [answered, setAnswered] = useState<'allowed' | 'denied' | null>(null);
  const { organizations } = session;
  const [organizationId, setOrganizationId] = useState(session.organization?.id ?? organizations[0]?.id ?? '');
  const organization = organizations.find(({ id }) => id === organizationId);
  const title = `Connect ${request.client.name}?`;
  if (answered !== null) {
    return (
      <AuthFrame title={answered === 'allowed' ? 'Connected' : 'Not connected'}>
        <p className="text-sm">
          Your browser goes back to the app. If it does not, return there; this page can be closed.
        </p>
      </AuthFrame>
    );
  }
  if (organization === undefined) {
    return (
      <AuthFrame title={title}>
        <Notice tone="bad">You are in no organization, so there is nothing that an app could be let in to.</Notice>
      </AuthFrame>
    );
  }
  const deny = async () => {
    try {
      const { data } = await dashboard('POST', '/connect-requests/deny', { body: { reference } });
      setAnswered('denied');
      location.assign(data.url);
    } catch (error) {
      announce(failureText(error), 'bad');
    }
  };
  const allow = async (values: FormData) => {
    const scope = widest(chosenScopes(values));
    const body = { reference, organization_id: organization.id, scope };
    const { data } = await dashboard('POST', '/connect-requests/allow', { body });
    setAnswered('allowed');
    location.assign(data.url);
  };
  const offered = scopesOfRole(organization.role);
  return (
    <AuthFrame title={title} lead={<span className="break-all">You are signed in as {person.email}.</span>}>
      <Form submit={allow} className="space-y-4">
        {({ pending, waiting }) => (
          <>
            <WhichApp request={request} />
            <SelectField
              label="Organization"
              name="organization"
              value={organization.id}
              onChange={(event) => setOrganizationId(event.currentTarget.value)}
            >
              {organizations.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </SelectField>
            <ScopeChoice key={organization.id} offered={offered} />
            <p className="text-sm text-muted">
              The app calls the same tools as an API key with these scopes, in your name, until you remove it under
              Connected apps, or it is not used for 90 days. It never may more than you.
            </p>
            <div className="flex gap-2">
              <Button type="submit" look="primary" pending={pending} disabled={waiting} className="flex-1">
                Allow
              </Button>
              <Button disabled={pending} onClick={() => void deny()} className="flex-1">
                Deny
              </Button>
            </div>
          </>
        )}
      </Form>
    </AuthFrame>
  );
}
