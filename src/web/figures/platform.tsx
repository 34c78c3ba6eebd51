import type { Platform } from '../api/resources.ts';
import { Badge } from '../design/badge.tsx';

export const platformNames: Readonly<Record<Platform, string>> = { instagram: 'Instagram', tiktok: 'TikTok' };

export function PlatformBadge({ platform }: { platform: Platform }) {
  return <Badge>{platformNames[platform]}</Badge>;
}
