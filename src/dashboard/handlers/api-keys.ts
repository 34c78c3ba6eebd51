import type { KeyReference } from '../../keys/key-reference.ts';
import { deleteKey, disableKey, enableKey, renameKey, setKeyScopes } from '../../keys/lifecycle/change.ts';
import { createKey } from '../../keys/lifecycle/create.ts';
import { rotateKey } from '../../keys/lifecycle/rotate.ts';
import { keyTools, listCosts } from '../api-keys/key-tools.ts';
import { readKey, readKeys } from '../api-keys/read-keys.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import type { MemberVisit } from '../people/visit.ts';
import type { MemberHandlers, RouteInput } from '../server/handlers.ts';

type ApiKeyRoutes = Pick<
  MemberHandlers,
  'list_api_keys' | 'create_api_key' | 'update_api_key' | 'rotate_api_key' | 'delete_api_key' | 'list_api_key_tools'
>;

const hourMs = 3_600_000;

export function apiKeyHandlers(context: DashboardContext): ApiKeyRoutes {
  const { keys } = context;

  return {
    async list_api_keys(_input, { membership }) {
      return { status: 200, body: { data: await readKeys(context, membership.organizationId) } };
    },

    async create_api_key({ body }, visit) {
      const { organizationId } = visit.membership;
      const { apiKey, fullKey } = await createKey(keys, {
        organizationId,
        name: body.name,
        scopes: body.scopes,
        expiresAt: body.expires_at,
        createdBy: visit.visitor.person.id,
      });
      const shown = await readKey(context, { organizationId, keyId: apiKey.id });
      return { status: 201, body: { data: { ...shown, key: fullKey } } };
    },

    async update_api_key({ params, body }, visit) {
      const reference = referenceOf(visit, params.key_id);
      // An empty change is a look-up: an unknown id is 404 whatever the body says.
      await readKey(context, reference);
      await change(context, reference, body);
      return { status: 200, body: { data: await readKey(context, reference) } };
    },

    async rotate_api_key({ params, body }, visit) {
      const reference = referenceOf(visit, params.key_id);
      const { apiKey, fullKey } = await rotateKey(keys, {
        ...reference,
        overlapMs: body.overlap_hours * hourMs,
        createdBy: visit.visitor.person.id,
      });
      const made = await readKey(context, { ...reference, keyId: apiKey.id });
      const replaced = await readKey(context, reference);
      return { status: 201, body: { data: { ...made, key: fullKey }, meta: { replaced } } };
    },

    async delete_api_key({ params }, visit) {
      await deleteKey(keys, referenceOf(visit, params.key_id));
      return { status: 204 };
    },

    async list_api_key_tools({ params }, visit) {
      const { scopes } = await readKey(context, referenceOf(visit, params.key_id));
      const offer = context.offer();
      return { status: 200, body: { data: keyTools(scopes, offer), meta: { scopes, ...listCosts(scopes, offer) } } };
    },
  };
}

function referenceOf({ membership, visitor }: MemberVisit, keyId: string): KeyReference {
  return { organizationId: membership.organizationId, keyId, by: visitor.person.id };
}

type Change = RouteInput<'update_api_key'>['body'];

async function change({ keys }: DashboardContext, reference: KeyReference, wish: Change): Promise<void> {
  if (wish.name !== undefined) await renameKey(keys, reference, wish.name);
  if (wish.scopes !== undefined) await setKeyScopes(keys, reference, wish.scopes);
  if (wish.status === 'enabled') await enableKey(keys, reference);
  if (wish.status === 'disabled') await disableKey(keys, reference);
}
