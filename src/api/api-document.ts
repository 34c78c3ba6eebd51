import { strongETag } from './etag.ts';

/** A page that describes the API and is none of its operations: made once, open to all. */
export interface ApiDocument {
  readonly body: string;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
  /** HTML is exempt from 406 (contract §5). */
  readonly negotiated: boolean;
}

export function apiDocument(
  body: string,
  { negotiated, headers }: Pick<ApiDocument, 'negotiated' | 'headers'>,
): ApiDocument {
  // Revalidated each time: a page of an older version would describe another API.
  return { body, negotiated, etag: strongETag(body), headers: { ...headers, 'Cache-Control': 'no-cache' } };
}
