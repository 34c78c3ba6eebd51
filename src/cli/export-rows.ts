import type { Call } from '../contract/port.ts';
import { readQueryString } from '../contract/query-string.ts';
import type { RowForm, Rows } from '../contract/rows.ts';
import { rowPages } from '../export/rows/row-pages.ts';
import { headText, rowsText } from '../export/rows/row-text.ts';
import type { KeyContext } from '../keys/lifecycle/key-context.ts';
import { createServices } from '../services/create-services.ts';
import { version } from '../version.ts';

interface RowsWish {
  wanted: Rows;
  form: RowForm;
  /** Filters, and what the path names. */
  query: URLSearchParams;
  organizationId: string;
}

/** All rows as text, a page at a time, by the services that stand behind the API. @throws Problem */
export async function* exportedText(
  { store, secrets, now, newId }: Pick<KeyContext, 'store' | 'secrets' | 'now' | 'newId'>,
  { wanted, form, query, organizationId }: RowsWish,
): AsyncGenerator<string> {
  const api = createServices({
    store,
    queriesPerMinute: 30,
    cursorKey: secrets.current().derive('cursor'),
    now,
    randomUuid: newId,
    nudgeRefresh: () => undefined,
    provider: null,
    version,
    publicUrls: { api: '' },
    state: () => 'ready',
  });
  const params: Record<string, string> = {};
  for (const name of Object.keys(wanted.operation.params.shape)) {
    params[name] = query.get(name) ?? '';
    query.delete(name);
  }
  const raw = { params, query: readQueryString(wanted.operation.query, query) };
  const call = callOf(organizationId, newId());
  yield headText(form, wanted.columns);
  for await (const page of rowPages(api, wanted, raw, async () => call)) yield rowsText(form, wanted.columns, page);
}

/** Whoever runs commands on the server reads as they like. */
function callOf(organizationId: string, requestId: string): Call {
  return {
    requestId,
    signal: new AbortController().signal,
    caller: {
      organizationId,
      organizationName: '',
      keyId: 'cli',
      keyName: 'cli',
      scopes: ['read'],
      expiresAt: null,
      urlKeys: 'forbid',
      holdsSampleData: false,
    },
  };
}
