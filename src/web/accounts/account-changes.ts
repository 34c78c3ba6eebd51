import { v2 } from '../api/v2.ts';

export function setActive(account_id: string, is_active: boolean): Promise<unknown> {
  return v2('PATCH', '/accounts/{account_id}', { params: { account_id }, body: { is_active } });
}

export function acceptOther(account_id: string, accept_platform_account_id: string): Promise<unknown> {
  return v2('PATCH', '/accounts/{account_id}', { params: { account_id }, body: { accept_platform_account_id } });
}

export function deleteAccount(account_id: string): Promise<unknown> {
  return v2('DELETE', '/accounts/{account_id}', { params: { account_id } });
}

export function link(account_id: string, creator_id: string): Promise<unknown> {
  return v2('PUT', '/creators/{creator_id}/accounts/{account_id}', { params: { creator_id, account_id } });
}

export function unlink(account_id: string, creator_id: string): Promise<unknown> {
  return v2('DELETE', '/creators/{creator_id}/accounts/{account_id}', { params: { creator_id, account_id } });
}
