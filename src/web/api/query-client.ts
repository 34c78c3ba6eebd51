import { QueryClient } from '@tanstack/react-query';
import { RequestFailed } from './problem.ts';

/** A refusal stays one; what may pass (a lost connection, a busy server) is tried twice more. */
function worthRetry(failures: number, error: Error): boolean {
  const passing = error instanceof RequestFailed && (error.status === 0 || error.status >= 502);
  return passing && failures < 2;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: worthRetry, staleTime: 30_000, refetchOnWindowFocus: false },
      mutations: { gcTime: 0 },
    },
  });
}
