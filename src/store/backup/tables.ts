import type { Schema } from '../schema.ts';

/**
 * Every table, whatever others refer to first. Left out are sessions and signed-in apps, as those that were ended since
 * must not come back, writers of the audit trail, which are processes of the old database, and mails with their links, as
 * what was sent since must not be sent again; files that wait to be imported, which are chosen again; and what triggers
 * count anew.
 */
const tables: Readonly<Record<keyof Schema, 'backed up' | 'left out'>> = {
  organizations: 'backed up',
  instance_facts: 'backed up',
  id_sequences: 'backed up',
  people: 'backed up',
  dashboard_sessions: 'left out',
  sign_in_accounts: 'backed up',
  provider_links: 'backed up',
  verifications: 'backed up',
  members: 'backed up',
  invitations: 'backed up',
  api_keys: 'backed up',
  api_usage_days: 'backed up',
  idempotency_answers: 'backed up',
  upstream_keys: 'backed up',
  creators: 'backed up',
  accounts: 'backed up',
  account_ids: 'backed up',
  former_usernames: 'backed up',
  account_videos: 'backed up',
  videos: 'backed up',
  post_aliases: 'backed up',
  post_keys: 'left out',
  origins: 'backed up',
  account_looks: 'backed up',
  profile_words: 'backed up',
  account_reported_days: 'backed up',
  post_levels: 'backed up',
  imports: 'backed up',
  import_accounts: 'backed up',
  pushes: 'backed up',
  push_accounts: 'backed up',
  import_blocks: 'backed up',
  import_rejects: 'backed up',
  uploads: 'left out',
  upload_pieces: 'left out',
  post_ages: 'backed up',
  post_words: 'backed up',
  account_days: 'backed up',
  creator_days: 'backed up',
  organization_days: 'backed up',
  organization_post_days: 'backed up',
  audit_events: 'backed up',
  audit_pending: 'backed up',
  audit_chain: 'backed up',
  audit_writers: 'left out',
  mails: 'left out',
  mail_links: 'left out',
  sign_in_places: 'backed up',
  connect_grants: 'left out',
  connect_requests: 'left out',
  connect_clients: 'backed up',
  connect_resources: 'left out',
  connect_client_resources: 'left out',
  connect_refresh_tokens: 'left out',
  connect_access_tokens: 'left out',
  connect_consents: 'left out',
  connect_assertions: 'left out',
};

export const backedUpTables: readonly string[] = Object.entries(tables)
  .filter(([, kept]) => kept === 'backed up')
  .map(([table]) => table);

/**
 * Those and the tables of earlier programs, which the copy before a migration holds: whatever a database lacks is left out.
 */
export const copiedTables: readonly string[] = [...backedUpTables, 'account_video_days', 'video_days'];

/** SQLite's row numbers for the text index and its partitions of the orders by counts: made anew. */
export const ownColumns: readonly string[] = ['text_row', 'post_partition'];
