import { Problem } from '../../contract/problem.ts';
import { asProblem } from '../auth/auth-call.ts';
import { oidcProvider } from '../auth/oidc.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { requirePresentPassword } from '../people/present-password.ts';
import type { Visit } from '../people/visit.ts';
import { adoptEarlierLinks } from '../provider/earlier-links.ts';
import { signInWaysOf, unlinkProvider } from '../provider/links.ts';
import type { OpenHandlers, PersonHandlers } from '../server/handlers.ts';

const providerAway = ['UPSTREAM_ERROR', 'The OpenID Connect provider does not answer. Try again in a moment.'] as const;

export function openProviderHandlers(context: DashboardContext): Pick<OpenHandlers, 'start_oidc'> {
  return {
    async start_oidc(_input, visit) {
      const started = (await context.auth()).api.signInSocial({
        body: sentBackTo(context, '/'),
        headers: visit.headers,
        returnHeaders: true,
      });
      return sentTo(visit, await asProblem(started, { PROVIDER_NOT_FOUND: providerAway }));
    },
  };
}

export function personProviderHandlers(
  context: DashboardContext,
): Pick<PersonHandlers, 'get_sign_in_ways' | 'start_link' | 'unlink_provider'> {
  const { keys } = context;
  return {
    async get_sign_in_ways(_input, { visitor }) {
      await adoptWhereKnown(context);
      const ways = await signInWaysOf(keys.store, visitor.person.id);
      return { status: 200, body: { data: { type: 'sign_in_ways', ...ways } } };
    },

    async start_link({ body }, visit) {
      const asked = sentBackTo(context, '/settings');
      await requirePresentPassword(context, visit, body.current_password);
      const started = (await context.auth()).api.linkSocialAccount({
        body: asked,
        headers: visit.headers,
        returnHeaders: true,
      });
      return sentTo(visit, await asProblem(started, { PROVIDER_NOT_FOUND: providerAway }));
    },

    async unlink_provider({ params }, { visitor }) {
      const { person, sessionId } = visitor;
      await unlinkProvider(keys, { personId: person.id, linkId: params.link_id, sessionId });
      return { status: 204 };
    },
  };
}

/** @throws Problem NOT_FOUND without a provider */
function sentBackTo({ config }: DashboardContext, path: string) {
  if (config.oidc === null) throw new Problem('NOT_FOUND', 'This server has no OpenID Connect provider.');
  const url = config.publicUrls.dashboard + path;
  return { provider: oidcProvider, callbackURL: url, errorCallbackURL: url, disableRedirect: true };
}

function sentTo(visit: Visit, { response, headers }: { response: { url?: string | undefined }; headers: Headers }) {
  const { url } = response;
  if (url === undefined) throw new Problem(...providerAway);
  visit.cookies = headers.getSetCookie();
  return { status: 200 as const, body: { data: { type: 'oidc_start' as const, url } } };
}

/** Links from before they had an issuer, as soon as the provider has said its own. */
async function adoptWhereKnown({ auth, keys, config }: DashboardContext): Promise<void> {
  if (config.oidc === null) return;
  const { socialProviders } = await (await auth()).$context;
  const issuer = socialProviders.find(({ id }) => id === oidcProvider)?.issuer;
  if (issuer !== undefined) await adoptEarlierLinks({ keys, config }, issuer);
}
