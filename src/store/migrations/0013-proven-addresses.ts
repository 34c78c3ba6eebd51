import type { Dialect } from '../store.ts';

/**
 * Who comes by a provider is issuer and subject, in a table that better-auth knows nothing of. Until here an invitation
 * counted as proof of an address, and its maker held its link: so only those stay proven for whom a provider vouched.
 */
export function provenAddresses(dialect: Dialect): readonly string[] {
  const key = dialect === 'sqlite' ? 'text' : 'text collate "C"';
  const strict = dialect === 'sqlite' ? ' strict' : '';
  return [
    `alter table people add column lost_email ${key}`,
    'create index people_lost_email_idx on people (lost_email) where lost_email is not null',
    `create table provider_links (
      id ${key} primary key, issuer ${key} not null, subject ${key} not null,
      person_id ${key} not null references people (id) on delete cascade, linked_at ${key} not null,
      unique (issuer, subject)
    )${strict}`,
    'create index provider_links_person_id_idx on provider_links (person_id)',
    `update people set email_verified = false where not exists (
      select 1 from sign_in_accounts where sign_in_accounts.person_id = people.id and sign_in_accounts.provider_id = 'oidc'
    )`,
  ];
}
