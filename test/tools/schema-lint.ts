type Node = Readonly<Record<string, unknown>>;

export interface SchemaRule {
  readonly name: string;
  /** Who refuses or drops what (clients.md, Limits). */
  readonly reason: string;
  readonly broken: (node: Node, isRoot: boolean) => boolean;
  /** A schema that breaks this rule and no other. */
  readonly example: Node;
}

const object = (properties: Node): Node => ({ type: 'object', properties });
const has =
  (...keywords: readonly string[]) =>
  (node: Node) =>
    keywords.some((keyword) => keyword in node);

/** The common subset of JSON Schema that all vendors take. */
export const schemaRules: readonly SchemaRule[] = [
  {
    name: 'root is an object',
    reason: 'the protocol',
    broken: (node, isRoot) => isRoot && node.type !== 'object',
    example: { type: 'string' },
  },
  {
    name: 'no references',
    reason: 'several vendors refuse the whole chat',
    broken: has('$ref', '$defs', 'definitions', '$schema'),
    example: { ...object({}), $defs: {} },
  },
  {
    name: 'no union at the root, and none but anyOf below',
    reason: 'some clients drop the tool',
    broken: (node, isRoot) => has('oneOf', 'allOf')(node) || (isRoot && 'anyOf' in node),
    example: { ...object({}), anyOf: [{ type: 'string' }] },
  },
  {
    name: 'no list of types',
    reason: 'Gemini takes one type',
    broken: (node) => Array.isArray(node.type),
    example: object({ a: { type: ['string', 'null'] } }),
  },
  {
    name: 'a type or anyOf everywhere',
    reason: 'a schema without one is read as anything, or refused',
    broken: (node) => !has('type', 'anyOf')(node),
    example: object({ a: { description: 'Anything.' } }),
  },
  {
    name: 'arrays have items',
    reason: 'Gemini and OpenAI refuse those without',
    broken: (node) => node.type === 'array' && typeof node.items !== 'object',
    example: object({ a: { type: 'array' } }),
  },
  {
    name: 'objects below the root have properties',
    reason: 'Gemini refuses those without, as LangChain hands them on',
    broken: (node, isRoot) => !isRoot && node.type === 'object' && Object.keys(Object(node.properties)).length === 0,
    example: object({ a: { type: 'object', additionalProperties: { type: 'string' } } }),
  },
  {
    name: 'no default or description inside a union',
    reason: 'they are read beside it, or not at all',
    broken: ({ anyOf }) => Array.isArray(anyOf) && anyOf.some((option) => has('default', 'description')(option)),
    example: object({ a: { anyOf: [{ type: 'integer', default: 1 }, { type: 'null' }] } }),
  },
  {
    name: 'no boolean schemas',
    reason: 'several vendors read them as a broken object',
    broken: (node) => parts(node).some((part) => typeof part === 'boolean'),
    example: object({ a: true }),
  },
  {
    name: 'no keyword that only some know',
    reason: 'Gemini refuses unknown formats; conditions and negations are unknown to most',
    broken: has('const', 'format', 'pattern', 'patternProperties', 'propertyNames', 'not', 'if', 'then', 'else'),
    example: object({ a: { type: 'string', format: 'uuid' } }),
  },
];

/** Which rules a schema breaks, and where. */
export function lintSchema(schema: unknown, at = 'schema', isRoot = true): string[] {
  if (!isNode(schema)) return [];
  const broken = schemaRules.filter((rule) => rule.broken(schema, isRoot)).map((rule) => `${at}: ${rule.name}`);
  return [...broken, ...parts(schema).flatMap((part, index) => lintSchema(part, `${at}/${index}`, false))];
}

/** The schemas that stand directly in a schema. */
function parts(node: Node): readonly unknown[] {
  const unions = [node.anyOf, node.oneOf, node.allOf].filter((union) => Array.isArray(union)).flat();
  const properties = isNode(node.properties) ? Object.values(node.properties) : [];
  return [...unions, ...properties, node.items, node.additionalProperties].filter((part) => part !== undefined);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
