import type { Browser } from '../dashboard/dashboard-server.ts';

/** A way in which a key ends, or loses what it was used for, by the dashboard's API. */
interface Kind {
  readonly change: (owner: Browser, keyId: string) => Promise<{ status: number }>;
  /** What its next write is refused with. */
  readonly code: 'FORBIDDEN' | 'UNAUTHORIZED' | 'INSUFFICIENT_SCOPE';
}

export const kinds = {
  disabled: {
    change: (owner, id) => owner.send('PATCH', `/api-keys/${id}`, { status: 'disabled' }),
    code: 'FORBIDDEN',
  },
  deleted: { change: (owner, id) => owner.send('DELETE', `/api-keys/${id}`), code: 'UNAUTHORIZED' },
  narrowed: {
    change: (owner, id) => owner.send('PATCH', `/api-keys/${id}`, { scopes: ['read'] }),
    code: 'INSUFFICIENT_SCOPE',
  },
  rotated: {
    change: (owner, id) => owner.post(`/api-keys/${id}/rotate`, { overlap_hours: 0 }),
    code: 'FORBIDDEN',
  },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
export const kindNames: readonly KindName[] = ['disabled', 'deleted', 'narrowed', 'rotated'];

export interface MadeKey {
  readonly id: string;
  readonly key: string;
}

/** A key that may write. */
export async function makeKey(owner: Browser, expires_at: string | null = null): Promise<MadeKey> {
  const { status, body } = await owner.post('/api-keys', { name: 'to be revoked', scopes: ['write'], expires_at });
  if (status !== 201) throw new Error(`create_api_key answered ${status}`);
  return { id: body.data.id, key: body.data.key };
}
