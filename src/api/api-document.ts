import { docsPage } from './docs/page.ts';
import { strongETag } from './etag.ts';
import { type DocumentFacts, openApiDocument } from './openapi/document.ts';

/** A page that describes the API and is none of its operations; open to all. */
export interface ApiDocument {
  /** Bytes, so that any number of clients wait for one and the same. */
  readonly body: Buffer;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ApiDocuments {
  /** By path below where the API is mounted. HTML is exempt from 406 (contract §5). */
  readonly byPath: ReadonlyMap<string, { readonly isJson: boolean; readonly document: () => ApiDocument }>;
  /** The OpenAPI document as JSON. */
  readonly openApi: () => string;
}

/** No documents, for a mount that has none. */
export const noDocuments: ApiDocuments['byPath'] = new Map();

/** The OpenAPI document and its page, each made once, when somebody asks: they would hold up every start. */
export function createApiDocuments(facts: DocumentFacts): ApiDocuments {
  const described = once(() => openApiDocument(facts));
  const openApi = once(() => JSON.stringify(described()));
  const json = once(() => apiDocument(openApi(), { 'Content-Type': 'application/json' }));
  const page = once(() => {
    const { html, headers } = docsPage(described());
    return apiDocument(html, headers);
  });
  return {
    byPath: new Map([
      ['/openapi.json', { isJson: true, document: json }],
      ['/docs', { isJson: false, document: page }],
    ]),
    openApi,
  };
}

function apiDocument(body: string, headers: Record<string, string>): ApiDocument {
  // Revalidated each time: a page of an older version would describe another API.
  return { body: Buffer.from(body), etag: strongETag(body), headers: { ...headers, 'Cache-Control': 'no-cache' } };
}

function once<Value extends string | object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
