import { z } from 'zod';
import { isRecord } from '../../contract/is-record.ts';

type Node = Readonly<Record<string, unknown>>;

/** Names that an operation takes in one place, each with its schema, or null where there is none. */
export type Names = ReadonlyMap<string, Node>;

/** What a document lists for one operation; null where it says nothing of that place. */
export interface Listed {
  readonly query: Names | null;
  readonly body: Names | null;
}

const shape = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** References may lead through others, and in circles. */
const mostSteps = 8;
/** Far above what any document of an API needs: one that branches into itself would be followed for ever. */
const mostFollowed = 500_000;

/** A document as it is read, with what may still be followed in it. */
interface Reading {
  readonly document: Node;
  left: number;
}
const methods = new Set(['get', 'post', 'put', 'patch', 'delete']);

/**
 * What an OpenAPI document lists, by method and path without the names of its parameters: `GET /accounts/{}`. Undefined
 * where it is no such document.
 * @throws Error for a document that leads into itself without end
 */
export function listedIn(document: unknown, basePath: string): ReadonlyMap<string, Listed> | undefined {
  const parsed = shape.safeParse(document);
  if (!parsed.success) return undefined;
  const { paths } = parsed.data;
  const root: Reading = { document: parsed.data, left: mostFollowed };
  const found = new Map<string, Listed>();
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(item)) {
      if (!methods.has(method.toLowerCase())) continue;
      const listed = listedOf(root, item, isRecord(operation) ? operation : {});
      found.set(routeName(method, path), listed);
      if (path.startsWith(`${basePath}/`)) found.set(routeName(method, path.slice(basePath.length)), listed);
    }
  }
  return found;
}

export function routeName(method: string, path: string): string {
  return `${method.toUpperCase()} ${path.replace(/\{[^}]*\}/g, '{}')}`;
}

function listedOf(root: Reading, item: Node, operation: Node): Listed {
  const parameters = [item.parameters, operation.parameters].filter(Array.isArray).flat();
  const isSaid = Array.isArray(item.parameters) || Array.isArray(operation.parameters);
  return { query: isSaid ? queryNames(root, parameters) : null, body: bodyNames(root, operation) };
}

function queryNames(root: Reading, parameters: readonly unknown[]): Names {
  return new Map(
    parameters
      .map((parameter) => followed(root, parameter))
      .filter((parameter) => parameter.in === 'query' && typeof parameter.name === 'string')
      .map((parameter) => [String(parameter.name), wholeSchema(root, parameter.schema)]),
  );
}

function bodyNames(root: Reading, operation: Node): Names | null {
  const { content } = followed(root, operation.requestBody);
  if (!isRecord(content)) return null;
  const media = Object.entries(content).find(([type]) => /^application\/(?:[\w.+-]+\+)?json\b/i.test(type))?.[1];
  if (!isRecord(media)) return null;
  const properties = propertiesOf(root, media.schema, mostSteps);
  return properties.size === 0 ? null : properties;
}

/** Of an object, whichever way it is put together. */
function propertiesOf(root: Reading, schema: unknown, steps: number): Names {
  const node = followed(root, schema);
  const own = isRecord(node.properties) ? Object.entries(node.properties) : [];
  const parts = steps === 0 ? [] : optionsIn(node).flatMap((part) => [...propertiesOf(root, part, steps - 1)]);
  return new Map([...parts, ...own.map(([name, value]): [string, Node] => [name, wholeSchema(root, value)])]);
}

/** A field's schema with the references on its first levels followed: values and items are looked for there. */
function wholeSchema(root: Reading, schema: unknown, steps = 3): Node {
  const node = followed(root, schema);
  if (steps === 0) return node;
  const whole = (part: unknown) => wholeSchema(root, part, steps - 1);
  return {
    ...node,
    ...(node.items !== undefined && { items: whole(node.items) }),
    ...(optionsIn(node).length > 0 && { anyOf: optionsIn(node).map(whole) }),
  };
}

function optionsIn(node: Node): readonly unknown[] {
  return [node.allOf, node.anyOf, node.oneOf].filter(Array.isArray).flat();
}

/** What a reference within the document leads to; nothing where it leads anywhere else. */
function followed(root: Reading, start: unknown): Node {
  let node: unknown = start;
  root.left -= 1;
  if (root.left < 0) throw new Error('The OpenAPI document of the upstream leads into itself without end');
  for (let steps = 0; steps < mostSteps && isRecord(node) && typeof node.$ref === 'string'; steps += 1) {
    const [base, ...parts] = node.$ref.split('/');
    const names = parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    node = base === '#' ? names.reduce<unknown>(memberOf, root.document) : undefined;
  }
  return isRecord(node) ? node : {};
}

function memberOf(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
