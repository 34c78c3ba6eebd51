import type { Dialect } from '../store.ts';

/**
 * What is to be mailed, each once by its occasion; the links of mails as hashes; and from where people have signed in. Of a
 * letter its facts are kept and not its text. Only an invitation's link is in it, sealed as keys are, until it was sent.
 */
export function mail(dialect: Dialect): readonly string[] {
  const key = dialect === 'sqlite' ? 'text' : 'text collate "C"';
  const strict = dialect === 'sqlite' ? ' strict' : '';
  return [
    `create table mails (
      id ${key} primary key, occasion ${key} not null unique, kind ${key} not null, address ${key} not null,
      organization_id ${key}, facts ${key} not null, sealed_link ${key},
      state ${key} not null, claim ${key}, tries integer not null default 0,
      created_at ${key} not null, next_try_at ${key} not null, handed_at ${key}, settled_at ${key}
    )${strict}`,
    'create index mails_state_idx on mails (state, next_try_at)',
    'create index mails_address_idx on mails (address, created_at)',
    'create index mails_settled_at_idx on mails (settled_at)',
    `create table mail_links (
      token_hash ${key} primary key, mail_id ${key} not null, purpose ${key} not null,
      person_id ${key} not null references people (id) on delete cascade,
      address ${key} not null, expires_at ${key} not null
    )${strict}`,
    'create index mail_links_person_id_idx on mail_links (person_id, purpose)',
    'create index mail_links_mail_id_idx on mail_links (mail_id)',
    'create index mail_links_expires_at_idx on mail_links (expires_at)',
    `create table sign_in_places (
      person_id ${key} not null references people (id) on delete cascade, place ${key} not null, seen_at ${key} not null,
      primary key (person_id, place)
    )${strict}`,
    'create index sign_in_places_seen_at_idx on sign_in_places (seen_at)',
    'create index api_keys_expires_at_idx on api_keys (expires_at) where expires_at is not null',
  ];
}
