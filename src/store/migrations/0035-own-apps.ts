import type { Dialect } from '../store.ts';
import { authVocabulary } from './auth-vocabulary.ts';

/** Apps that an owner makes by hand stand among the others, with their organization and what their secret hashes to. */
export function ownApps(dialect: Dialect): readonly string[] {
  const { key } = authVocabulary[dialect];
  return [
    `alter table connect_clients add column organization_id ${key} references organizations (id) on delete cascade`,
    `alter table connect_clients add column secret_hash ${key}`,
    'create index connect_clients_organization_id_idx on connect_clients (organization_id)',
  ];
}
