import { setTimeout } from 'node:timers/promises';
import type { RawInput } from '../../contract/parse.ts';
import type { Call, V2Api } from '../../contract/port.ts';
import type { Principal } from '../../contract/principal.ts';
import { rowForms } from '../../contract/rows.ts';
import { rowPages } from '../../export/rows/row-pages.ts';
import { headText, rowsText } from '../../export/rows/row-text.ts';
import type { Authenticated, Authenticator } from '../../http/authenticate.ts';
import type { Exchange } from '../../http/exchange.ts';
import { goneSignal } from '../../http/gone-signal.ts';
import { sendPiece } from '../../http/send-piece.ts';
import { requireScope } from '../require-scope.ts';
import { keyedCall } from '../rest-call.ts';
import type { Wanted } from './accepted-form.ts';

/** How often a limit is looked at that is used up. */
const lookedAtMs = 1_000;

export interface RowsAsked {
  api: V2Api;
  authenticator: Pick<Authenticator, 'spendMore'>;
  wanted: Extract<Wanted, { kind: 'rows' }>;
  raw: Omit<RawInput, 'body'>;
  caller: Authenticated;
}

/**
 * Streams all rows of a list. The first page is asked for before anything is sent, so that what is wrong with the request
 * is a problem document. What fails later cuts the connection: a file that ends early must not look whole.
 * @throws Problem
 */
export async function sendRows(exchange: Exchange, asked: RowsAsked): Promise<void> {
  const { api, wanted, raw } = asked;
  const { rows, form } = wanted;
  const { response, request } = exchange;
  const gone = goneSignal(response);
  const pages = rowPages(api, rows, raw, (page) => callOf(exchange, asked, page, gone));
  let isFirst = true;
  for await (const page of pages) {
    if (isFirst) {
      response.writeHead(200, Object.assign(exchange.headers, headersOf(asked)));
      if (request.method === 'HEAD') break;
    }
    const text = rowsText(form, rows.columns, page);
    await sendPiece(exchange, isFirst ? headText(form, rows.columns) + text : text, gone);
    isFirst = false;
  }
  response.end();
}

function headersOf({ wanted: { form, rows } }: RowsAsked) {
  const { contentType, ending } = rowForms[form];
  const name = rows.operation.id.replace(/^(list|get)_/, '').replaceAll('_', '-');
  return {
    'Content-Type': contentType,
    'Content-Disposition': `attachment; filename="${name}.${ending}"`,
    'Cache-Control': 'no-store',
    Vary: 'Accept',
  };
}

/** The call of a page: from the second on it counts as a request, and who asks is asked again. @throws Problem */
async function callOf(exchange: Exchange, asked: RowsAsked, page: number, gone: AbortSignal): Promise<Call> {
  if (page === 0) return keyedCall(exchange, asked.caller.principal);
  await limitAllows(asked.authenticator, asked.caller.principal, gone);
  const principal = await asked.caller.again();
  requireScope(asked.wanted.rows.operation, principal);
  return keyedCall(exchange, principal);
}

async function limitAllows({ spendMore }: RowsAsked['authenticator'], principal: Principal, gone: AbortSignal) {
  while (spendMore(principal, 1) !== null) await setTimeout(lookedAtMs, undefined, { signal: gone });
}
