import type { Call, Input, OpenCall, Reply } from '../contract/port.ts';
import { Problem } from '../contract/problem.ts';
import { storeProblem } from '../store/unavailable.ts';
import type { ServiceContext } from './service-context.ts';

/** GET /health. @throws Problem SERVICE_UNAVAILABLE while stopping, or when the store cannot be used */
export async function getHealth(
  context: ServiceContext,
  _input: Input<'get_health'>,
  _call: OpenCall,
): Promise<Reply<'get_health'>> {
  if (context.state() === 'stopping') {
    throw new Problem('SERVICE_UNAVAILABLE', 'This server is shutting down. Try again in a few seconds.', {
      retryAfterSeconds: 5,
    });
  }
  await mustWork(context);
  const data = {
    type: 'health' as const,
    status: 'ok' as const,
    version: context.version,
    database: context.store.dialect,
    sample_data: await servesInvented(context),
  };
  return { status: 200, body: { data } };
}

/** GET /meta */
export async function getMeta(
  { publicUrls }: ServiceContext,
  _input: Input<'get_meta'>,
  _call: OpenCall,
): Promise<Reply<'get_meta'>> {
  const base = `${publicUrls.api}/v2`;
  const data = {
    type: 'api_meta' as const,
    api_version: 'v2' as const,
    status: 'current' as const,
    docs_url: `${base}/docs`,
    openapi_url: `${base}/openapi.json`,
    whoami_url: `${base}/whoami`,
    deprecation: null,
    sunset: null,
  };
  return { status: 200, body: { data } };
}

/** GET /whoami: what checking the key has told already. */
export async function getApiKeyInfo(
  _context: ServiceContext,
  _input: Input<'get_api_key_info'>,
  { caller }: Call,
): Promise<Reply<'get_api_key_info'>> {
  const data = {
    type: 'whoami' as const,
    organization_id: caller.organizationId,
    organization_name: caller.organizationName,
    api_key_name: caller.keyName,
    scopes: [...caller.scopes],
    expires_at: caller.expiresAt,
  };
  return { status: 200, body: { data } };
}

async function mustWork({ store }: ServiceContext): Promise<void> {
  try {
    await store.check();
  } catch (error) {
    const unknown = new Problem(
      'SERVICE_UNAVAILABLE',
      'The store cannot be used now; the log of the server says why.',
      {
        retryAfterSeconds: 5,
        cause: error,
      },
    );
    throw storeProblem(error) ?? unknown;
  }
}

/** Whether any number here may be invented: by the provider that runs, or by the sample that an organization still holds. */
async function servesInvented({ store, provider }: ServiceContext): Promise<boolean> {
  if (provider?.invented === true) return true;
  const holder = await store.read
    .selectFrom('organizations')
    .select('id')
    .where('holds_sample_data', '=', 1)
    .limit(1)
    .executeTakeFirst();
  return holder !== undefined;
}
