import type { Dialect } from '../store.ts';

/**
 * The link of an invitation is kept as a hash. Until here the invitation's id was its link, and every list showed it: so
 * those that are open are revoked, and stay in the list with the reason, to be made anew. One that an older process makes
 * beside this one has no hash and lets nobody in.
 */
export function invitationLinks(dialect: Dialect): readonly string[] {
  const key = dialect === 'sqlite' ? 'text' : 'text collate "C"';
  return [
    `alter table invitations add column token_hash ${key}`,
    `alter table invitations add column revoked_because ${key}`,
    'create unique index invitations_token_hash_idx on invitations (token_hash) where token_hash is not null',
    "update invitations set status = 'canceled', revoked_because = 'upgrade' where status = 'pending'",
  ];
}
