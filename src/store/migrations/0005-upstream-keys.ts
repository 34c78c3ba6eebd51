import type { Dialect } from '../store.ts';

/** At most one upstream key per organization; it goes with its organization. */
export function upstreamKeys(dialect: Dialect): readonly string[] {
  const key = dialect === 'sqlite' ? 'text' : 'text collate "C"';
  return [
    `create table upstream_keys (
      organization_id ${key} primary key references organizations (id) on delete cascade,
      sealed_key text not null, masked_key text not null, upstream_organization_id ${key} not null,
      upstream_key_name text not null, set_at ${key} not null
    )${dialect === 'sqlite' ? ' strict' : ''}`,
  ];
}
