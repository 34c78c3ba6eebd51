import { type Scope, scopes } from '../../contract/scope.ts';
import { offlineAccess } from '../documents/metadata.ts';
import { isThisServer, resourceOf } from '../resource.ts';

/** What of a client's request is passed on; whatever else it says (claims, hints, an age of the sign-in) is not for us. */
const passed = [
  'response_type',
  'client_id',
  'redirect_uri',
  'state',
  'code_challenge',
  'code_challenge_method',
] as const;

/** What the client itself asked for, kept beside what it is taken to have asked for. */
const askedParameter = 'x_asked';

/** More than that is no state of a sign-in but somebody's data. */
const longestValue = 2_048;

/**
 * A client's request as the library is to see it. Clients ask for everything or for `read` alone, whatever they need; so
 * each asks for all, and the person decides. Each is asked for anew, as the library else gives a code without any page.
 */
export function queryForLibrary(
  connectUrl: string,
  values: ReadonlyMap<string, string>,
  resources: readonly string[],
): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of passed) {
    const value = values.get(name);
    if (value !== undefined && value.length <= longestValue) query.set(name, value);
  }
  query.set('scope', [...scopes, offlineAccess].join(' '));
  query.set(askedParameter, (values.get('scope') ?? '').slice(0, 200));
  query.set('prompt', values.get('prompt') === 'none' ? 'none' : 'consent');
  const foreign = resources.find((resource) => !isThisServer(connectUrl, resource));
  // A resource that is not ours goes on as it is: the library tells the client, at the address that it may tell.
  query.set('resource', foreign ?? resourceOf(connectUrl));
  return query;
}

/** What a request says, as far as a person is asked about it. */
export interface AskedFor {
  readonly redirectUri: string;
  /** What the client wished for, of our scopes. */
  readonly wished: readonly Scope[];
}

export function askedFor(signedQuery: string): AskedFor {
  const query = new URLSearchParams(signedQuery);
  const wished = (query.get(askedParameter) ?? '').split(' ');
  return {
    redirectUri: query.get('redirect_uri') ?? '',
    wished: scopes.filter((scope) => wished.includes(scope)),
  };
}
