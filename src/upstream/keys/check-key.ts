import { randomUUID } from 'node:crypto';
import type { UpstreamSetting } from '../../config.ts';
import { invalid } from '../../contract/problem.ts';
import { version } from '../../version.ts';
import type { SendEvents } from '../send/sender.ts';
import { openWay } from '../way.ts';
import { type Asked, askWhoami } from '../whoami.ts';
import { canBeUpstreamKey } from './form.ts';

const unheard: SendEvents = { tried: () => undefined, retried: () => undefined, circuit: () => undefined };

/** Asks the upstream whose a key is, once, outside a running server. @throws Problem where it does not say */
export async function checkUpstreamKey(setting: UpstreamSetting, key: string): Promise<Asked> {
  if (!canBeUpstreamKey(key)) {
    throw invalid([{ field: 'key', message: 'must be one line of 8 to 512 visible ASCII characters' }]);
  }
  const way = openWay({ setting, version, events: unheard, now: Date.now, monotonic: () => performance.now() });
  try {
    return await askWhoami(way, key, { requestId: randomUUID(), signal: new AbortController().signal });
  } finally {
    await way.sender.close();
  }
}
