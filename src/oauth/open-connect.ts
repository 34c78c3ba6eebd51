import type { Logger } from 'pino';
import type { ConnectSetting } from '../config/connect-setting.ts';
import type { TrustProxy } from '../config.ts';
import type { KeyContext } from '../keys/lifecycle/key-context.ts';
import type { OutboundSetting } from '../outbound/outbound.ts';
import { createClientDocuments } from './clients/fetch-document.ts';
import { readKnownDocuments } from './clients/known-documents.ts';
import type { ConnectContext } from './connect-context.ts';
import type { Provider } from './library/provider.ts';
import { createLimits } from './limits.ts';

interface OpenSetting {
  keys: KeyContext;
  setting: ConnectSetting;
  dashboardUrl: string;
  /** How the names of the dashboard's cookies begin. */
  cookiePrefix: string;
  trustProxy: TrustProxy;
  outbound: Pick<OutboundSetting, 'allowed' | 'resolve'>;
  logger: Logger;
}

/**
 * What the door and the dashboard's page of it work with. Nothing of the library is loaded before the first app comes.
 * @throws ConfigError for a file of known clients that is none
 */
export function openConnect(opening: OpenSetting): ConnectContext {
  const { keys, setting, dashboardUrl, trustProxy, outbound } = opening;
  const known = readKnownDocuments(setting.knownClients);
  const documents = setting.fetchesClients ? createClientDocuments(outbound, known) : null;
  let loading: Promise<Provider> | undefined;
  return {
    ...keys,
    connectUrl: setting.url,
    dashboardUrl,
    limits: createLimits({ now: keys.now, trustProxy }),
    documents,
    provider: () => {
      // What failed is tried again by the next who asks.
      loading ??= loadProvider(opening, documents).catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      return loading;
    },
  };
}

async function loadProvider(
  { keys, setting, cookiePrefix, logger }: OpenSetting,
  documents: ConnectContext['documents'],
): Promise<Provider> {
  const { createProvider } = await import('./library/provider.ts');
  return createProvider({
    store: keys.store,
    secrets: keys.secrets,
    sessionSecret: keys.secrets.current().derive('dashboard_session'),
    cookiePrefix,
    connectUrl: setting.url,
    newId: keys.newId,
    randomBytes: keys.randomBytes,
    fetchResource: async (url, signal) => {
      if (documents === null) throw new Error('No documents of clients are fetched here');
      return await documents.fetchResource(url, signal);
    },
    log: (level, message) => logger[level]({ part: 'better-auth' }, message),
  });
}
