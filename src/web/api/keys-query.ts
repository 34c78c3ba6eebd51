import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { dashboard } from './dashboard.ts';

/** Masked keys only. It is asked anew now and then, for when and by whom they were last used. */
export const keysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: async ({ signal }) => (await dashboard('GET', '/api-keys', { signal })).data,
  refetchInterval: 15_000,
});

/** Shows the list as it is now; resolves when it is there. */
export function useRefreshKeys(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keysQuery.queryKey });
}
