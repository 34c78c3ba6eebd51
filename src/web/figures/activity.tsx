import { Badge } from '../design/badge.tsx';

/** Whether something is being refreshed. */
export function Activity({ active, unavailable = false }: { active: boolean; unavailable?: boolean }) {
  if (unavailable) return <Badge tone="bad">Unavailable</Badge>;
  return active ? <Badge tone="good">Active</Badge> : <Badge>Paused</Badge>;
}
