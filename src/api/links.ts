import { isRecord } from '../contract/is-record.ts';
import type { Exchange } from '../http/exchange.ts';

interface Page {
  pagination: { next_cursor: string | null };
}

/** Whether an answer is a page of a list. A remote API may say anything of that name. */
export function isPage(body: unknown): body is Page {
  if (!isRecord(body) || !isRecord(body.pagination)) return false;
  const { next_cursor: cursor } = body.pagination;
  return cursor === null || typeof cursor === 'string';
}

/** The `Link` header of a page (RFC 8288): absolute, with the request's own query; `first` always, `next` when there is more. */
export function pageLinks(apiUrl: string, { path, search }: Pick<Exchange, 'path' | 'search'>, page: Page): string {
  const query = new URLSearchParams(search);
  query.delete('cursor');
  const first = `<${target(apiUrl, path, query)}>; rel="first"`;
  if (page.pagination.next_cursor === null) return first;
  query.set('cursor', page.pagination.next_cursor);
  return `${first}, <${target(apiUrl, path, query)}>; rel="next"`;
}

function target(apiUrl: string, path: string, query: URLSearchParams): string {
  return query.size === 0 ? apiUrl + path : `${apiUrl}${path}?${query}`;
}
