import { addDays, dayOf } from '../../services/calendar.ts';
import { resolveWindow, windowMeta } from '../../services/window.ts';
import { callerName } from '../../store/caller-name.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import type { MemberHandlers } from '../server/handlers.ts';

export function usageHandlers({ keys }: DashboardContext): Pick<MemberHandlers, 'list_usage'> {
  return {
    async list_usage({ query }, { membership }) {
      const today = dayOf(keys.now());
      const asked = resolveWindow(query, keys.now(), '30d');
      // People look here for what they just did: the window of N days ends today, not yesterday.
      const window =
        asked.period === 'custom' ? asked : { ...asked, start: addDays(today, 1 - asked.days), end: today };
      const rows = await keys.store.read
        .selectFrom('api_usage_days')
        .select([
          'api_usage_days.day',
          'api_usage_days.key_id',
          callerName('api_usage_days').as('key_name'),
          'api_usage_days.door',
          'api_usage_days.operation',
          'api_usage_days.calls',
          'api_usage_days.errors',
          'api_usage_days.rate_limited',
        ])
        .where('api_usage_days.organization_id', '=', membership.organizationId)
        .where('api_usage_days.day', '>=', window.start)
        .where('api_usage_days.day', '<=', window.end)
        .orderBy('api_usage_days.day')
        .orderBy('api_usage_days.key_id')
        .orderBy('api_usage_days.door')
        .orderBy('api_usage_days.operation')
        .execute();
      return { status: 200, body: { data: rows, meta: windowMeta(window) } };
    },
  };
}
