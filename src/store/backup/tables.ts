import type { Schema } from '../schema.ts';

/** Every table, whatever others refer to first. What only a running installation needs is not in a backup. */
export const backedUpTables = [
  'organizations',
  'instance_facts',
  'id_sequences',
  'people',
  'sign_in_accounts',
  'verifications',
  'members',
  'invitations',
  'api_keys',
  'api_usage_days',
  'idempotency_answers',
  'upstream_keys',
  'creators',
  'accounts',
  'account_videos',
  'videos',
  'account_video_days',
  'video_days',
  'account_days',
  'creator_days',
  'organization_days',
  'organization_post_days',
  'audit_events',
  'audit_chain',
] as const satisfies readonly (keyof Schema)[];

/** Left out: sessions that were ended since must not come back, and writers are processes of the old database. */
export const notBackedUp = ['dashboard_sessions', 'audit_writers'] as const satisfies readonly (keyof Schema)[];

/** Fails to compile where a table of the schema is in neither list. */
type Unlisted = Exclude<keyof Schema, (typeof backedUpTables)[number] | (typeof notBackedUp)[number]>;
export const everyTableIsListed: [Unlisted] extends [never] ? true : Unlisted = true;

/** SQLite's row numbers for the text index: made anew. */
export const ownColumns: readonly string[] = ['text_row'];
