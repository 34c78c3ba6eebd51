import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openApiDocument, referenced } from '../../src/api/openapi/document.ts';
import { isSchema } from '../../src/api/openapi/schema-parts.ts';
import type { JsonSchema } from '../../src/contract/json-schema.ts';

/** An answer as it came over the wire. */
export interface Wire {
  method: string;
  /** Path and query. */
  target: string;
  status: number;
  headers: Headers;
  text: string;
  /** A foreign API's answers pass as they come, and only names are promised. */
  isForeign?: boolean;
}

const facts = { apiUrl: 'http://127.0.0.1:8787', version: '0.0.0' };
const document = openApiDocument({ ...facts, dataFrom: 'own store' });
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(Object.assign({}, closed(document)), 'own');
ajv.addSchema(Object.assign({}, openApiDocument({ ...facts, dataFrom: 'remote API' })), 'foreign');
const validators = new Map<string, ValidateFunction>();

/** Answers may grow for clients; in our own tests a field that the document does not name is a drift. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (!isSchema(value)) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, closed(part)]));
  const isObjectSchema = value.type === 'object' && isSchema(value.properties) && !('additionalProperties' in value);
  return isObjectSchema ? { ...inner, additionalProperties: false } : inner;
}

/**
 * Fails for an answer under /v2 that the OpenAPI document does not describe: its status, its media type, its body, its
 * headers. Every answer that a test sees goes through here, so drift fails the suite.
 */
export function requireDescribed(wire: Wire): void {
  const [path = ''] = wire.target.split('?');
  if (!path.startsWith('/v2/')) return;
  if (!wire.headers.has('x-request-id')) fail(wire, 'has no X-Request-ID');
  if (wire.headers.get('content-type')?.includes('problem')) requireProblem(wire, path);
  if (wire.method === 'OPTIONS' && wire.status === 204) return;
  const operation = operationAt(wire.method, path);
  if (operation === null) {
    if (wire.status < 300 && !/^\/v2\/(openapi\.json|docs|exports\/.*)$/.test(path))
      fail(wire, 'is of no described route');
    return;
  }
  const { responses } = operation.definition;
  const response = isSchema(responses) ? responses[wire.status] : undefined;
  if (!isSchema(response)) fail(wire, 'has a status that is not described');
  else requireAnswer(wire, operation, referenced(document, response));
}

interface Found {
  pointer: string;
  definition: JsonSchema;
}

function operationAt(method: string, path: string): Found | null {
  const wanted = method === 'HEAD' ? 'get' : method.toLowerCase();
  const candidates = Object.entries(document.paths)
    .filter(([template]) => new RegExp(`^/v2${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
    // As OpenAPI has it: a literal path wins over a templated one.
    .sort(([a], [b]) => a.split('{').length - b.split('{').length);
  const [template, methods] = candidates[0] ?? [];
  const definition = methods?.[wanted];
  if (template === undefined || definition === undefined) return null;
  return { pointer: `/paths/${template.replaceAll('~', '~0').replaceAll('/', '~1')}/${wanted}`, definition };
}

function requireAnswer(wire: Wire, { pointer }: Found, response: JsonSchema): void {
  const needed = Object.keys(isSchema(response.headers) ? response.headers : {}).filter((name) => isNeeded(wire, name));
  for (const name of needed) if (!wire.headers.has(name)) fail(wire, `lacks the header ${name}`);
  if (wire.status >= 400 || wire.method === 'HEAD') return;
  if (response.content === undefined) {
    if (wire.text !== '') fail(wire, 'has a body, and none is described');
    return;
  }
  const [mediaType = ''] = wire.headers.get('content-type')?.split(';') ?? [];
  if (!isSchema(response.content) || !(mediaType in response.content)) fail(wire, `is not to be ${mediaType}`);
  if (mediaType !== 'application/json') return;
  check(wire, `${pointer}/responses/${wire.status}/content/application~1json/schema`);
}

function isNeeded(wire: Wire, header: string): boolean {
  if (wire.isForeign === true && header === 'Location') return false;
  if (isRows(wire) && onlyOfJson.has(header)) return false;
  return !optional.has(header);
}

/** A stream has no tag, and no further page. */
const onlyOfJson = new Set(['ETag', 'Link']);

function isRows({ headers }: Wire): boolean {
  return /csv|ndjson/.test(headers.get('content-type') ?? '');
}

/** Headers that come only where there is something to say. */
const optional = new Set(['Idempotency-Replayed', 'Retry-After']);

function requireProblem(wire: Wire, path: string): void {
  if (wire.headers.get('content-type') !== 'application/problem+json') fail(wire, 'is not application/problem+json');
  if (wire.method === 'HEAD') return;
  check(wire, '/components/schemas/Problem');
  const problem = JSON.parse(wire.text);
  const kebab = String(problem.code).toLowerCase().replaceAll('_', '-');
  const truths: [string, boolean][] = [
    ['status', problem.status === wire.status],
    ['type', problem.type === `urn:creatoraudit:error:${kebab}`],
    ['request_id', problem.request_id === wire.headers.get('x-request-id')],
    ['instance', problem.instance === path || (/ca(_|%5f)live/i.test(path) && problem.instance.includes('[key]'))],
    ['errors', (problem.errors !== undefined) === (problem.code === 'VALIDATION_ERROR')],
    ['detail', problem.detail.length > 0 && !/SQLITE|\.ts:\d/.test(problem.detail)],
    ['WWW-Authenticate', wire.status !== 401 || isChallenge(wire.headers.get('www-authenticate'))],
    ['Allow', wire.status !== 405 || wire.headers.has('allow')],
    ['Retry-After', wire.status !== 429 || Number(wire.headers.get('retry-after')) >= 1],
  ];
  for (const [name, isTrue] of truths) if (!isTrue) fail(wire, `has a wrong ${name}`);
}

function check(wire: Wire, pointer: string): void {
  const reference = `${wire.isForeign === true ? 'foreign' : 'own'}#${pointer}`;
  let validate = validators.get(reference);
  if (validate === undefined) {
    validate = ajv.compile({ $ref: reference });
    validators.set(reference, validate);
  }
  if (!validate(JSON.parse(wire.text))) fail(wire, ajv.errorsText(validate.errors));
}

/** RFC 6750: what was wrong with a key that was sent, else the scheme alone. */
function isChallenge(header: string | null): boolean {
  return header !== null && /^Bearer(?: error="\w+", error_description="[^"\\]+")?$/.test(header);
}

function fail({ method, target, status, text }: Wire, reason: string): never {
  throw new Error(`${method} ${target} → ${status} ${reason}\n${text.slice(0, 500)}`);
}
