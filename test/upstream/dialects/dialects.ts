import type { IncomingMessage, ServerResponse } from 'node:http';
import { openApiDocument } from '../../../src/api/openapi/document.ts';
import { matchOperation } from '../../../src/contract/route.ts';
import { answer } from '../hostile.ts';
import { documented, type Told } from './documented.ts';

export type RemoteId = keyof typeof documented;

export const remoteIds = Object.keys(documented).filter(isRemote);

function isRemote(name: string): name is RemoteId {
  return Object.hasOwn(documented, name);
}

interface Dialect {
  readonly document: unknown;
  readonly told: (id: RemoteId) => Told;
}

const { paths } = openApiDocument({ apiUrl: 'https://x.example', version: '1', dataFrom: 'own store' });

/** How upstreams of the same API differ in what they answer. */
export const dialects: Readonly<Record<'documented' | 'minimal' | 'generous', Dialect>> = {
  documented: { document: null, told: (id) => documented[id] },
  minimal: { document: null, told: (id) => ({ ...documented[id], body: minimal(documented[id].body) }) },
  generous: { document: { paths }, told: (id) => ({ ...documented[id], body: generous(documented[id].body) }) },
};

type Body = Told['body'];

/** Ids and cursors, and nothing else. */
function minimal(body: Body): Body {
  if (body === null) return null;
  const { data, pagination } = body;
  if (pagination !== undefined) return { data: [onlyId(data)], pagination: { next_cursor: 'bmV4dA' } };
  return { data: onlyId(data) };
}

function onlyId(data: unknown): Record<string, unknown> {
  const first: unknown = Array.isArray(data) ? data[0] : data;
  const { id } = { id: undefined, ...Object(first) };
  return id === undefined ? {} : { id };
}

const kept = new Set(['data', 'pagination', 'next_cursor', 'id']);

/** What is ours is there with other types, what nobody knows beside it, and everything else but ids is null. */
function generous(body: Body): Body {
  return body === null ? null : { pagination: null, ...nulled(body, true), unheard_of: { by: ['anybody'] } };
}

function nulled(value: object, isOpen: boolean): Record<string, unknown> {
  return {
    ...Object.fromEntries(
      Object.entries(value).map(([name, part]) => {
        if (name === 'data' && Array.isArray(part)) return [name, part.map((row: object) => nulled(row, false))];
        if ((name === 'data' || name === 'pagination') && isOpen) return [name, nulled(part, false)];
        return [name, kept.has(name) ? part : null];
      }),
    ),
    unheard_of: 'yes',
    ...(!isOpen && { uuid: 12, platforms: 'both', followers: 'many', created_at: 5, api_calls: 7, totals: [1] }),
  };
}

/** Answers as a dialect does, and refuses what no reference page lists. */
export function speak({ told }: Dialect) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const [path = ''] = (request.url ?? '').split('?');
    if (path === '/v2/whoami') {
      answer(response, 200, { data: { type: 'whoami', organization_id: 'theirs', api_key_name: 'laptop' } });
      return;
    }
    const match = matchOperation(request.method ?? '', path.slice('/v2'.length));
    const id = match.kind === 'found' ? match.operation.id : '';
    if (!isRemote(id)) {
      answer(response, 404, { code: 'NOT_FOUND', detail: 'No such route.' });
      return;
    }
    const { status, body } = told(id);
    if (body === null) response.writeHead(status).end();
    else answer(response, status, body);
  };
}
