import { type AnyReply, invokeOpen, isOpenOperation, prepare } from '../contract/invoke.ts';
import type { AnyOperation } from '../contract/operations.ts';
import { parseNoQuery, type RawInput } from '../contract/parse.ts';
import type { V2Api } from '../contract/port.ts';
import type { Principal } from '../contract/principal.ts';
import { invalid, Problem } from '../contract/problem.ts';
import { readQueryString } from '../contract/query-string.ts';
import { refuseOwnKeys } from '../contract/refuse-keys.ts';
import { matchOperation } from '../contract/route.ts';
import { rowsOf } from '../contract/rows.ts';
import { type ExportLinks, exportPath } from '../export/links/export-link.ts';
import { accepts } from '../http/accept.ts';
import type { Authenticated, Authenticator } from '../http/authenticate.ts';
import type { Exchange, Handle } from '../http/exchange.ts';
import { readFrom } from '../http/read-from.ts';
import { readJson } from '../http/read-json.ts';
import { rightPath } from '../http/right-path.ts';
import { sendEmpty } from '../http/send.ts';
import type { ApiDocuments } from './api-document.ts';
import type { Idempotency, Outcome } from './idempotency/once.ts';
import { isPage, pageLinks } from './links.ts';
import { requireScope } from './require-scope.ts';
import { sendDocument, sendOutcome } from './rest-answer.ts';
import { keyedCall, openCall } from './rest-call.ts';
import { wantedForm } from './rows/accepted-form.ts';
import { linkedRows } from './rows/linked-rows.ts';
import { createOpenExports, type OpenExports } from './rows/open-exports.ts';
import { type RowsAsked, sendRows } from './rows/send-rows.ts';

interface RestSetting {
  api: V2Api;
  /** Tells who calls: the owner of a key, or at the dashboard's door of a session. */
  authenticator: Pick<Authenticator, 'authenticate' | 'spendMore'>;
  idempotency: Idempotency;
  /** Origin under which clients reach the API, without a trailing slash. */
  apiUrl: string;
  /** The path it is mounted at: `/v2`, or the dashboard's own. */
  base: string;
  /** By path below /v2. */
  documents: ApiDocuments['byPath'];
  links: ExportLinks;
  /** Where a link is opened by whoever sends no key: the dashboard's page for it. Null at the dashboard's own door. */
  linkPage: string | null;
  /** Answers with a problem and reports what was no refusal. */
  failed: (exchange: Exchange, error: unknown) => void;
}

type Matched = Extract<ReturnType<typeof matchOperation>, { kind: 'found' }>;

interface Rest extends RestSetting {
  exports: OpenExports;
}

/** REST over the contract: no route is written by hand (contract §1). */
export function createRest(given: RestSetting): Handle {
  const setting: Rest = { ...given, exports: createOpenExports() };
  return async (exchange) => {
    exchange.door = 'rest';
    try {
      await answer(setting, exchange);
    } catch (error) {
      setting.failed(exchange, error);
    }
  };
}

async function answer(setting: Rest, exchange: Exchange): Promise<void> {
  const { base } = setting;
  const { method: given = '' } = exchange.request;
  const method = given === 'HEAD' ? 'GET' : given;
  const path = exchange.path.slice(base.length);
  const page = setting.documents.get(path);
  if (page !== undefined) {
    exchange.route = base + path;
    if (method !== 'GET') throw methodNotAllowed(['GET']);
    if (page.isJson) requireJsonAccepted(exchange);
    parseNoQuery(new URLSearchParams(exchange.search));
    sendDocument(exchange, page.document());
    return;
  }
  if (method === 'GET' && path.startsWith(exportPath)) {
    await openLink(setting, exchange, path.slice(exportPath.length));
    return;
  }
  const match = matchOperation(method, path);
  if (match.kind !== 'found') {
    // A key is judged and counted even where there is nothing to do with it.
    await authenticated(setting, exchange, 'optional');
    throw match.kind === 'not_found'
      ? new Problem(
          'NOT_FOUND',
          `There is no such route.${rightPath(`/v2${path}`)} GET /v2/openapi.json lists them all.`,
        )
      : methodNotAllowed(match.allow);
  }
  await serve(setting, exchange, match);
}

/** Rows by a link that `export_data` gave: for a key or a session of the organization that it was made in. */
async function openLink(setting: Rest, exchange: Exchange, token: string): Promise<void> {
  exchange.route = `${setting.base}${exportPath}{link}`;
  parseNoQuery(new URLSearchParams(exchange.search));
  const found = await authenticated(setting, exchange, setting.linkPage === null ? 'required' : 'optional');
  if (found === null) {
    sendEmpty(exchange, 302, { Location: `${setting.linkPage}${exportPath}${token}`, 'Cache-Control': 'no-store' });
    return;
  }
  const linked = linkedRows(setting.links, token, found.principal.organizationId);
  exchange.operation = linked.wanted.rows.operation.id;
  requireScope(linked.wanted.rows.operation, found.principal);
  await streamRows(setting, exchange, { ...linked, caller: found });
}

/** Asks the operation that a request is for, whoever may ask it. */
async function serve(setting: Rest, exchange: Exchange, { operation, params }: Matched): Promise<void> {
  exchange.route = setting.base + operation.path;
  exchange.operation = operation.id;
  const found = isOpenOperation(operation.id) ? null : await authenticated(setting, exchange, 'required');
  const caller = found === null ? null : found.principal;
  if (caller !== null) requireScope(operation, caller);
  const wanted = wantedForm(exchange, rowsOf(operation));
  const query = exchange.search === '' ? {} : readQueryString(operation.query, new URLSearchParams(exchange.search));
  if (wanted.kind === 'rows' && found !== null) {
    await streamRows(setting, exchange, { wanted, raw: { params, query }, caller: found });
    return;
  }
  if (operation.method === 'GET') {
    await perform(setting, exchange, operation, { params, query, body: undefined }, caller);
    return;
  }
  const { body, principal } = await readFrom(found, exchange, () => readJson(exchange, operation.bodyLimits));
  if (principal !== null) requireScope(operation, principal);
  await perform(setting, exchange, operation, { params, query, body }, principal);
}

async function streamRows(
  { api, authenticator, exports }: Rest,
  exchange: Exchange,
  asked: Pick<RowsAsked, 'wanted' | 'raw' | 'caller'>,
): Promise<void> {
  for (const part of [asked.raw.params, asked.raw.query]) refuseOwnKeys(part, exchange.words);
  await exports.during(asked.caller.principal, () => sendRows(exchange, { ...asked, api, authenticator }));
}

async function perform(
  { api, idempotency, apiUrl, base }: RestSetting,
  exchange: Exchange,
  operation: AnyOperation,
  raw: RawInput,
  caller: Principal | null,
): Promise<void> {
  const { id } = operation;
  const at = apiUrl + base;
  for (const part of [raw.params, raw.query, raw.body]) refuseOwnKeys(part, exchange.words);
  if (isOpenOperation(id)) {
    sendOutcome(exchange, operation, outcomeOf(await invokeOpen(api, id, raw, openCall(exchange)), at));
    return;
  }
  if (caller === null) throw new Error(`${id} needs a key and was reached without one`);
  const prepared = prepare(api, id, raw);
  const key = exchange.request.headers['idempotency-key'];
  if (!operation.idempotent || typeof key !== 'string') {
    const reply = await prepared.invoke(keyedCall(exchange, caller));
    if (isPage(reply.body)) exchange.headers.Link = pageLinks(apiUrl, exchange, reply.body);
    sendOutcome(exchange, operation, outcomeOf(reply, at));
    return;
  }
  refuseOwnKeys({ 'Idempotency-Key': key }, exchange.words);
  const request = { organizationId: caller.organizationId, operation: id, key, body: prepared.body };
  const once = await idempotency.once(request, async (newId) =>
    outcomeOf(await prepared.invoke(keyedCall(exchange, caller, newId)), at),
  );
  if (once.kind !== 'first') exchange.headers['Idempotency-Replayed'] = 'true';
  if (once.kind === 'refused_again') throw once.problem;
  sendOutcome(exchange, operation, once.outcome);
}

function outcomeOf({ status, body, location }: AnyReply, at: string): Outcome {
  return {
    status,
    location: location === undefined ? null : at + location,
    body: body === undefined ? null : JSON.stringify(body),
  };
}

async function authenticated(
  { authenticator }: RestSetting,
  exchange: Exchange,
  need: 'required' | 'optional',
): Promise<Authenticated | null> {
  const elsewhere = exchange.presented.length > 0;
  const keyInUrl = exchange.presented.some(({ place }) => place === 'url');
  const found = await authenticator.authenticate(exchange, (place) => place === 'authorization');
  if (found === null) {
    if (need === 'optional') return null;
    const only = elsewhere ? ' The REST API reads it from there only.' : '';
    throw new Problem('UNAUTHORIZED', `Send an API key as \`Authorization: Bearer <key>\`.${only}`);
  }
  if (found.limit.retryAfterSeconds !== null) {
    throw new Problem('RATE_LIMITED', `This key may make ${found.limit.limit} requests a minute. Wait and try again.`, {
      retryAfterSeconds: found.limit.retryAfterSeconds,
    });
  }
  if (keyInUrl) {
    throw invalid([{ field: 'api_key', message: 'is not a known field: a key is never taken from a REST URL' }]);
  }
  return found;
}

function requireJsonAccepted({ request }: Exchange): void {
  if (accepts(request.headers.accept, 'application/json')) return;
  throw new Problem('NOT_ACCEPTABLE', 'Answers are application/json: let the Accept header include it.');
}

function methodNotAllowed(allow: readonly string[]): Problem {
  const shown = allow.includes('GET') ? [...allow, 'HEAD'] : allow;
  return new Problem('METHOD_NOT_ALLOWED', `This path takes ${shown.join(', ')}.`, { allow: shown });
}
