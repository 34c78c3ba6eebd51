import { isRead } from '../../src/contract/operation.ts';
import { readQueryString } from '../../src/contract/query-string.ts';
import { readAs } from '../../src/contract/reading/reader.ts';
import { operationOf, type RestAttack, searchOf } from './rest-attack.ts';

/** The statuses that a rule leaves; null where it is not broken. */
type Rule = (attack: RestAttack) => readonly number[] | null;

/** What contract §1 wants to be answered: by the first of its rules that is broken, in the order of the doors. */
export function expectedOf(attack: RestAttack): readonly number[] {
  for (const rule of rules) {
    const expected = rule(attack);
    if (expected !== null) return expected;
  }
  // All is as the contract wants it: the data decides.
  return [200, 201, 204, 304, 404, 409, 422];
}

const rules: readonly Rule[] = [
  (attack) => (isRoute(attack) && operationOf(attack).scope === 'open' ? null : keyRefusal(attack)),
  (attack) => (isRoute(attack) ? null : [404]),
  ({ id, key }) => (['write', 'ingest'].includes(operationOf({ id }).scope) && key.kind === 'read' ? [403] : null),
  ({ accept }) => (accept.isTaken ? null : [406]),
  ({ query }) => {
    const names = query.map(([name]) => name.toWellFormed());
    return new Set(names).size < names.length ? [422] : null;
  },
  ({ id, body, type }) =>
    operationOf({ id }).method !== 'GET' && body !== null && type !== 'application/json' ? [415] : null,
  ({ id, body }) => (operationOf({ id }).method !== 'GET' && body !== null && !isJson(body) ? [400] : null),
  (attack) => (areIds(attack) ? null : [404]),
  (attack) => (isQuery(attack) && isBody(attack) ? null : [422]),
  // No text is a cursor of ours by chance.
  ({ query }) => (query.some(([name, value]) => name === 'cursor' && value !== '') ? [422] : null),
];

/** A wrong key is refused everywhere, too many from one address with 429; none at all only where one is needed. */
function keyRefusal(attack: RestAttack): readonly number[] | null {
  const { kind, status } = attack.key;
  if (status === 200) return null;
  if (kind === 'none') return isRoute(attack) ? [401] : null;
  return status === 401 ? [401, 429] : [status];
}

function segmentsOf({ segments }: RestAttack): (readonly [string, string | null])[] {
  return Object.entries(segments).map(([name, segment]) => [name, decoded(segment)]);
}

function isRoute(attack: RestAttack): boolean {
  return segmentsOf(attack).every(([, text]) => text !== null);
}

function areIds(attack: RestAttack): boolean {
  const operation = operationOf(attack);
  const params = Object.fromEntries(segmentsOf(attack).map(([name, text]) => [name, text ?? '']));
  return operation.params.safeParse(readAs(operation.params, params, { emptyIsNothing: true })).success;
}

function isQuery({ id, query }: RestAttack): boolean {
  const operation = operationOf({ id });
  const search = new URLSearchParams(searchOf(query));
  const given = readQueryString(operation.query, search);
  return operation.query.safeParse(readAs(operation.query, given, { emptyIsNothing: true })).success;
}

function isBody({ id, body }: RestAttack): boolean {
  const operation = operationOf({ id });
  if (operation.method === 'GET') return true;
  const given: unknown = body === null ? null : JSON.parse(body);
  const isNone = operation.body.type === 'null' && JSON.stringify(given) === '{}';
  const read = readAs(operation.body, isNone ? null : given, { emptyIsNothing: isRead(operation) });
  return operation.body.safeParse(read).success;
}

/** Null where a segment names nothing: malformed, empty, a step or more than one segment. */
function decoded(segment: string): string | null {
  try {
    const text = decodeURIComponent(segment);
    return text === '' || text === '.' || text === '..' || /[/\\\0]/.test(text) ? null : text;
  } catch {
    // Malformed percent encoding.
    return null;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // That was the question.
    return false;
  }
}
