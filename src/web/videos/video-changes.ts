import { v2 } from '../api/v2.ts';

export function setActive(video_id: string, is_active: boolean): Promise<unknown> {
  return v2('PATCH', '/videos/{video_id}', { params: { video_id }, body: { is_active } });
}

export function deleteVideo(video_id: string): Promise<unknown> {
  return v2('DELETE', '/videos/{video_id}', { params: { video_id } });
}
