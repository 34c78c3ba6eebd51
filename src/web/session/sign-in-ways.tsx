import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { isSignInName } from '../../dashboard/contract/sign-in-name.ts';
import { dashboard } from '../api/dashboard.ts';
import type { Session } from '../api/resources.ts';
import { useChange } from '../changes/changes.ts';
import { Badge } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { Card } from '../design/card.tsx';
import { TextField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { Notice } from '../design/notice.tsx';
import { ErrorState, LoadingLines } from '../design/states.tsx';
import { When } from '../figures/when.tsx';
import { ProveAddress } from './prove-address.tsx';
import { whyRefused } from './refused.ts';

/** The account's address, and the providers that let its person in. */
export function SignInWays({ session, person }: { session: Session; person: NonNullable<Session['person']> }) {
  const [search] = useSearchParams();
  const refused = search.get('error');
  const ways = useQuery({
    queryKey: ['sign-in-ways'],
    queryFn: async ({ signal }) => (await dashboard('GET', '/session/ways', { signal })).data,
  });
  return (
    <Card title="How you sign in">
      <div className="space-y-4 text-sm">
        {refused !== null && <Notice tone="bad">{whyRefused(refused)}</Notice>}
        <p className="flex flex-wrap items-center gap-2">
          <span className="break-all font-medium">{person.email}</span>
          {person.address_proven ? <Badge tone="good">address proven</Badge> : <Badge>address not proven</Badge>}
        </p>
        {session.sends_mail && !person.address_proven && !isSignInName(person.email) && <ProveAddress />}
        {person.lost_address !== null && (
          <p className="text-muted">
            This is a sign-in name: somebody else has proven the address {person.lost_address}, which was yours here.
          </p>
        )}
        {ways.isPending && <LoadingLines lines={2} />}
        {ways.isError && <ErrorState error={ways.error} retry={() => void ways.refetch()} />}
        {ways.isSuccess && <Links links={ways.data.provider_links} removable={ways.data.has_password} />}
        {ways.isSuccess && session.oidc !== null && (
          <StartLink label={session.oidc.label} asksPassword={ways.data.has_password} />
        )}
      </div>
    </Card>
  );
}

type Link = { id: string; issuer: string; linked_at: string };

function Links({ links, removable }: { links: readonly Link[]; removable: boolean }) {
  const change = useChange();
  if (links.length === 0) return <p className="text-muted">No provider is linked: you sign in with your password.</p>;
  return (
    <ul className="divide-y divide-line">
      {links.map(({ id, issuer, linked_at }) => (
        <li key={id} className="flex flex-wrap items-center gap-3 py-2">
          <div className="min-w-0 flex-1">
            <p className="break-all font-medium">{issuer}</p>
            <p className="text-xs text-muted">
              linked <When at={linked_at} />
              {!removable && ' · stays, as you have no password here'}
            </p>
          </div>
          {removable && (
            <Button
              onClick={() =>
                change(
                  () => dashboard('DELETE', '/session/provider-links/{link_id}', { params: { link_id: id } }),
                  'The provider is unlinked; you are signed out everywhere else',
                )
              }
            >
              Unlink
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Leads to the provider, which sends the browser back to this page. */
function StartLink({ label, asksPassword }: { label: string; asksPassword: boolean }) {
  const [asking, setAsking] = useState(false);
  const start = async (values: FormData) => {
    const body = asksPassword ? { current_password: textOf(values, 'link_password') } : {};
    const { data } = await dashboard('POST', '/session/provider-links', { body });
    location.assign(data.url);
  };
  if (!asking) return <Button onClick={() => setAsking(true)}>Link “{label}”</Button>;
  return (
    <Form submit={start} className="space-y-4">
      {({ pending, waiting, wrong }) => (
        <>
          <p className="text-muted">Whoever signs in with the account that you choose there comes in here as you.</p>
          {asksPassword && (
            <TextField
              label="Your password here"
              name="link_password"
              type="password"
              autoComplete="current-password"
              required
              error={wrong('current_password')}
            />
          )}
          <div className="flex gap-2">
            <Button type="submit" look="primary" pending={pending} disabled={waiting}>
              Go to the provider
            </Button>
            <Button onClick={() => setAsking(false)}>Cancel</Button>
          </div>
        </>
      )}
    </Form>
  );
}
