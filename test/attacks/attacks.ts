import { attackCursors } from './attack-cursors.ts';
import { attackHttp } from './attack-http.ts';
import { attackKeys } from './attack-keys.ts';
import { attackMcp } from './attack-mcp.ts';
import { attackRest, type Statuses, type Trial } from './attack-rest.ts';
import { attackRpcCodes } from './attack-rpc-codes.ts';
import type { Ground } from './ground.ts';

interface Attack {
  name: string;
  run: (ground: Ground, trial: Trial) => Promise<Statuses>;
  /** In the short form: a few seconds for all of them. */
  quickRuns: number;
}

/** Every generated attack. */
export const attacks: readonly Attack[] = [
  { name: 'requests to every operation', run: attackRest, quickRuns: 700 },
  { name: 'cursors', run: attackCursors, quickRuns: 200 },
  { name: 'keys', run: attackKeys, quickRuns: 350 },
  { name: 'JSON-RPC frames', run: attackMcp, quickRuns: 900 },
  { name: 'JSON-RPC frames with one mistake', run: attackRpcCodes, quickRuns: 300 },
  { name: 'what is hardly HTTP', run: attackHttp, quickRuns: 200 },
];

export function statusLine(statuses: Statuses): string {
  return [...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${status === 0 ? 'ended' : status}×${count}`)
    .join(' ');
}
