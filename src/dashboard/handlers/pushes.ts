import { writeChange } from '../../audit/write-change.ts';
import { notFound } from '../../contract/problem.ts';
import { takeBackPush } from '../../import/pushes/take-back-push.ts';
import { listPushes } from '../../store/pushes/push-rows.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import type { MemberHandlers } from '../server/handlers.ts';

/** What keys pushed, and the way back. */
export function pushHandlers({ keys }: DashboardContext): Pick<MemberHandlers, 'list_pushes' | 'take_back_push'> {
  const { store, now } = keys;
  return {
    async list_pushes(_input, { membership: { organizationId } }) {
      const rows = await listPushes(store.read, organizationId, 200);
      const data = rows.map(({ organization_id: _organization, hour: _hour, ...row }) => ({
        type: 'push' as const,
        ...row,
      }));
      return { status: 200, body: { data } };
    },
    async take_back_push({ params }, { membership: { organizationId }, visitor }) {
      const context = {
        store,
        now,
        note: (entry: Parameters<typeof writeChange>[2]) => writeChange(store.write, keys, entry),
      };
      const taken = await takeBackPush(context, {
        organizationId,
        pushId: params.push_id,
        by: visitor.person.id,
      });
      if (taken === 'unknown') throw notFound('push');
      return { status: 204 };
    },
  };
}
