import { noBody, nothing } from '../fields.ts';
import { operation } from '../operation.ts';
import { one } from '../resources/envelope.ts';
import { apiMeta, health, whoami } from '../resources/workspace.ts';

const shared = {
  group: 'meta',
  noun: 'route',
  idempotent: false,
  method: 'GET',
  params: nothing,
  query: nothing,
  body: noBody,
} as const;

export const metaOperations = {
  get_health: operation({
    ...shared,
    id: 'get_health',
    path: '/health',
    scope: 'open',
    summary: 'Tell whether this server is ready',
    description: 'Needs no key. 503 while it shuts down or cannot reach its database.',
    answers: { 200: one(health) },
  }),
  get_meta: operation({
    ...shared,
    id: 'get_meta',
    path: '/meta',
    scope: 'open',
    summary: 'Tell the version of the API and where its documents are',
    description: 'Needs no key. deprecation and sunset are null while this version is current.',
    answers: { 200: one(apiMeta) },
  }),
  get_api_key_info: operation({
    ...shared,
    id: 'get_api_key_info',
    path: '/whoami',
    scope: 'any',
    summary: 'Tell whose key this is and what it may do',
    description:
      'scopes names every scope that the key has, those that a wider one includes too; expires_at is null where it never expires.',
    answers: { 200: one(whoami) },
  }),
};
