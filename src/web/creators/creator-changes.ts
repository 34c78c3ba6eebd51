import { v2 } from '../api/v2.ts';

export function changeCreator(creator_id: string, body: { name?: string; is_active?: boolean }): Promise<unknown> {
  return v2('PATCH', '/creators/{creator_id}', { params: { creator_id }, body });
}

export function deleteCreator(creator_id: string): Promise<unknown> {
  return v2('DELETE', '/creators/{creator_id}', { params: { creator_id } });
}
