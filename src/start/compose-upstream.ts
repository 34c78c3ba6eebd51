import type { UpstreamSetting } from '../config.ts';
import type { OwnOperations } from '../upstream/create-upstream.ts';
import type { Upstream } from '../upstream/open-upstream.ts';
import { version } from '../version.ts';
import type { Opened } from './opened.ts';

/** The remote API that the data comes from, with what it tells going to the log and the metrics. */
export async function composeUpstream(
  { outside, store, secrets, log, metrics }: Opened,
  setting: UpstreamSetting,
  own: OwnOperations,
): Promise<Upstream> {
  // Not loaded where nobody needs it.
  const { openUpstream } = await import('../upstream/open-upstream.ts');
  const counted = metrics?.upstream();
  const { logger } = log;
  return openUpstream({
    ...outside,
    ...(outside.upstreamDeadlines !== undefined && { deadlines: outside.upstreamDeadlines }),
    setting,
    store,
    secrets,
    own,
    version,
    onError: (err) => logger.error({ err }, 'background work failed'),
    events: {
      tried: (operation, outcome, ms) => counted?.tried(operation, outcome, ms),
      retried: (operation) => counted?.retried(operation),
      circuit(state) {
        counted?.circuit(state);
        logger.warn({ circuit: state }, state === 'open' ? 'upstream keeps failing' : 'upstream answers again');
      },
      keyRefused(organization_id, status) {
        counted?.keyRefused();
        logger.error({ organization_id, status }, 'upstream refuses the key of this gateway');
      },
      differs(operation, { field, kind }, isNew) {
        counted?.differs(operation);
        // Once each: there are no more than the contract has fields.
        if (isNew) logger.warn({ operation, field, kind }, 'the upstream answers otherwise than v2 describes');
      },
      discoveryFailed: (err) => logger.warn({ err }, 'the document of the upstream could not be read'),
    },
  });
}
