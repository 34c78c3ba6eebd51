import { describe, expect, it } from 'vitest';
import { knownGrant } from '../../src/keys/grants/look-up.ts';

type Row = Parameters<typeof knownGrant>[0];

const row: Row = {
  id: 'grant',
  organization_id: 'organization',
  person_id: 'person',
  client_name: 'App',
  scopes: 'read write',
  status: 'enabled',
  expires_at: '2027-01-01T00:00:00.000Z',
  role: 'member',
  organization_name: 'Northlight',
  suspended_at: null,
  url_keys: 'allow',
  holds_sample_data: 0,
};
const key = { organizationId: 'organization', keyId: 'grant' };

describe('a grant comes to', () => {
  it.each([
    [{ status: 'disabled' }, { kind: 'disabled', key }],
    [{ suspended_at: '2026-01-01T00:00:00.000Z' }, { kind: 'suspended', key }],
    // What somebody may set right comes before what nobody here may.
    [
      { status: 'disabled', suspended_at: '2026-01-01T00:00:00.000Z' },
      { kind: 'disabled', key },
    ],
  ] as const)('%j: its name in the refusal', (over, verdict) => {
    expect(knownGrant({ ...row, ...over })).toEqual({ verdict, expiresAt: Date.parse(row.expires_at) });
  });

  it.each([
    ['viewer', ['read']],
    ['member', ['read', 'write']],
    ['owner', ['read', 'write']],
  ] as const)('what it was given, as far as a %s may', (role, scopes) => {
    expect(knownGrant({ ...row, role }).verdict).toMatchObject({ kind: 'valid', principal: { scopes } });
  });

  it.each([
    [0, false],
    [1, true],
  ] as const)('a caller that is told of sample data where there is some: %i', (holds_sample_data, holdsSampleData) => {
    expect(knownGrant({ ...row, holds_sample_data }).verdict).toMatchObject({ principal: { holdsSampleData } });
  });
});
