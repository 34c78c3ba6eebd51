import type { Dialect } from '../store.ts';
import { authVocabulary } from './auth-vocabulary.ts';

/** People, their sessions and what they may do where; and who did what to keys and people. */
export function people(dialect: Dialect): readonly string[] {
  const { id, key, instant, flag, strict } = authVocabulary[dialect];
  const organization = `organization_id ${key} not null references organizations (id) on delete cascade`;
  const person = (name: string) => `${name} ${key} not null references people (id) on delete cascade`;
  const created = `created_at ${instant} not null`;
  const dated = `${created}, updated_at ${instant} not null`;

  return [
    // better-auth reads them; this program has no use for either.
    'alter table organizations add column logo text',
    'alter table organizations add column metadata text',
    `create table people (
      id ${id}, name text not null, email ${key} not null unique, email_verified ${flag} not null, image text, ${dated}
    )`,
    `create table dashboard_sessions (
      id ${id}, token ${key} not null unique, ${person('person_id')}, expires_at ${instant} not null,
      organization_id ${key}, ip_address text, user_agent text, ${dated}
    )`,
    'create index dashboard_sessions_person_id_idx on dashboard_sessions (person_id)',
    `create table sign_in_accounts (
      id ${id}, ${person('person_id')}, provider_id ${key} not null, account_id ${key} not null,
      password text, access_token text, refresh_token text, id_token text, access_token_expires_at ${instant},
      refresh_token_expires_at ${instant}, scope text, ${dated}, unique (provider_id, account_id)
    )`,
    'create index sign_in_accounts_person_id_idx on sign_in_accounts (person_id)',
    `create table verifications (
      id ${id}, identifier ${key} not null, value text not null, expires_at ${instant} not null, ${dated}
    )`,
    'create index verifications_identifier_idx on verifications (identifier)',
    `create table members (
      id ${id}, ${organization}, ${person('person_id')},
      role ${key} not null check (role in ('owner', 'admin', 'member', 'viewer')), ${created},
      unique (organization_id, person_id)
    )`,
    'create index members_organization_id_idx on members (organization_id)',
    'create index members_person_id_idx on members (person_id)',
    `create table invitations (
      id ${id}, ${organization}, email ${key} not null,
      role ${key} not null check (role in ('owner', 'admin', 'member', 'viewer')), status ${key} not null,
      ${person('inviter_id')}, expires_at ${instant} not null, ${created}
    )`,
    'create index invitations_organization_id_idx on invitations (organization_id)',
    'create index invitations_email_idx on invitations (email)',
    // No references: what was done stays true after the key, the person or the organization is gone.
    `create table audit_events (
      id ${key} primary key, at ${key} not null, organization_id ${key} not null, person_id ${key}, event ${key} not null,
      key_id ${key}, facts text not null
    )${strict}`,
    'create index audit_events_of_organization on audit_events (organization_id, at, id)',
  ];
}
