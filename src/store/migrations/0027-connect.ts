import type { Dialect } from '../store.ts';
import { authVocabulary } from './auth-vocabulary.ts';

/**
 * The door for clients that sign people in. Ours are the grants, which stand beside keys, and requests that wait for
 * somebody's answer; the others are those of better-auth's plugin, under our names. A token goes with its grant.
 */
export function connect(dialect: Dialect): readonly string[] {
  const { id, key, instant, flag, strict } = authVocabulary[dialect];
  const grant = `grant_id ${key} not null references connect_grants (id) on delete cascade`;
  const issued = `expires_at ${instant} not null, created_at ${instant} not null`;
  const token = `id ${id}, token ${key} not null unique, client_id ${key} not null, session_id ${key}, person_id ${key},
    ${grant}, code_id ${key}, resources text, user_info_claims text, ${issued}, revoked ${instant}, confirmation text,
    scopes text not null`;

  return [
    `create table connect_grants (
      id ${key} primary key, organization_id ${key} not null references organizations (id) on delete cascade,
      person_id ${key} not null references people (id) on delete cascade,
      client_id ${key} not null, client_name ${key} not null, client_host ${key}, redirect_host ${key} not null,
      scopes ${key} not null, status ${key} not null check (status in ('enabled', 'disabled')),
      created_at ${key} not null, expires_at ${key} not null, code_hash ${key} unique, code_expires_at ${key},
      code_used_at ${key}, last_used_at ${key}, last_used_client ${key}
    )${strict}`,
    'create index connect_grants_organization_id_idx on connect_grants (organization_id, created_at)',
    'create index connect_grants_person_id_idx on connect_grants (person_id)',
    'create index connect_grants_client_id_idx on connect_grants (client_id)',
    'create index connect_grants_expires_at_idx on connect_grants (expires_at)',
    `create table connect_requests (
      reference_hash ${key} primary key, client_id ${key} not null, query text not null, browser_hash ${key},
      expires_at ${key} not null
    )${strict}`,
    'create index connect_requests_expires_at_idx on connect_requests (expires_at)',
    `create table connect_clients (
      id ${id}, client_id ${key} not null unique, client_secret text, client_discovery_id ${key}, disabled ${flag},
      skip_consent ${flag}, enable_end_session ${flag}, subject_type text, scopes text, client_credentials_scopes text,
      person_id ${key}, created_at ${instant}, updated_at ${instant}, name text, uri text, icon text, contacts text,
      tos text, policy text, software_id text, software_version text, software_statement text, redirect_uris text not null,
      post_logout_redirect_uris text, backchannel_logout_uri text, backchannel_logout_session_required ${flag},
      token_endpoint_auth_method text, application_type text, jwks text, jwks_uri text, grant_types text,
      response_types text, require_pkce ${flag}, dpop_bound_access_tokens ${flag}, reference_id text, metadata text,
      seen_at ${key} not null default '', fresh_until ${key}
    )`,
    'create index connect_clients_seen_at_idx on connect_clients (seen_at)',
    `create table connect_resources (
      id ${id}, identifier ${key} not null unique, name text not null, access_token_ttl integer, refresh_token_ttl integer,
      signing_algorithm text, signing_key_id text, allowed_scopes text, custom_claims text,
      dpop_bound_access_tokens_required ${flag}, disabled ${flag}, created_at ${instant}, updated_at ${instant},
      policy_version integer, metadata text
    )`,
    `create table connect_client_resources (
      id ${id}, client_id ${key} not null, resource_id ${key} not null, metadata text, created_at ${instant},
      unique (client_id, resource_id)
    )`,
    `create table connect_refresh_tokens (
      ${token}, rotated_at ${instant}, replay text, replay_until ${instant}, auth_time ${instant}
    )`,
    'create index connect_refresh_tokens_grant_id_idx on connect_refresh_tokens (grant_id)',
    'create index connect_refresh_tokens_expires_at_idx on connect_refresh_tokens (expires_at)',
    `create table connect_access_tokens (${token}, refresh_id ${key})`,
    'create index connect_access_tokens_grant_id_idx on connect_access_tokens (grant_id)',
    'create index connect_access_tokens_expires_at_idx on connect_access_tokens (expires_at)',
    `create table connect_consents (
      id ${id}, client_id ${key} not null, person_id ${key}, ${grant}, resources text, user_info_claims text,
      scopes text not null, created_at ${instant} not null, updated_at ${instant} not null
    )`,
    'create index connect_consents_grant_id_idx on connect_consents (grant_id)',
    `create table connect_assertions (id ${id}, expires_at ${instant} not null)`,
    'create index connect_assertions_expires_at_idx on connect_assertions (expires_at)',
  ];
}
