import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

export interface Page<Row> {
  data: readonly Row[];
  pagination: { next_cursor: string | null; has_next: boolean; limit: number; total_count?: number | undefined };
}

export interface PageAsked {
  limit: number;
  include_total: boolean;
  cursor?: string;
  signal: AbortSignal;
}

/**
 * A list that is walked page by page. Keyset cursors only lead forward, so the way that was come is remembered for going
 * back; other filters begin at the first page.
 * @param name what the cache calls the list
 * @param asked everything that the list is filtered and sorted by
 */
export function useKeysetPages<Row, Answer extends Page<Row> = Page<Row>>(
  name: string,
  asked: object,
  limit: number,
  load: (page: PageAsked) => Promise<Answer>,
) {
  const identity = JSON.stringify([asked, limit]);
  const [trail, setTrail] = useState<{ of: string; cursors: readonly string[] }>({ of: identity, cursors: [] });
  const cursors = trail.of === identity ? trail.cursors : [];
  const cursor = cursors.at(-1);
  const query = useQuery({
    queryKey: [name, 'list', identity, cursor ?? null],
    queryFn: ({ signal }) => load({ limit, include_total: true, signal, ...(cursor !== undefined && { cursor }) }),
    placeholderData: keepPreviousData,
  });
  const next = query.data?.pagination.next_cursor ?? null;
  return {
    query,
    rows: query.data?.data ?? [],
    first: cursors.length * limit + 1,
    total: query.data?.pagination.total_count ?? null,
    onNext: next === null ? null : () => setTrail({ of: identity, cursors: [...cursors, next] }),
    onPrevious: cursors.length === 0 ? null : () => setTrail({ of: identity, cursors: cursors.slice(0, -1) }),
  };
}

export type KeysetPages<Row> = ReturnType<typeof useKeysetPages<Row>>;
