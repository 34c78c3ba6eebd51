import type { ListedTool } from '../../src/mcp/sdk/surface.ts';
import { lintSchema } from './schema-lint.ts';

export interface ToolRule {
  readonly name: string;
  readonly reason: string;
  readonly broken: (tool: ListedTool) => boolean;
  /** What of a sound tool to change so that it breaks this rule and no other. */
  readonly example: Partial<ListedTool>;
}

/** What clients put before a tool's name for their model; the longest seen is that of a connector on claude.ai. */
const prefixes = ['mcp__creatoraudit__', 'mcp__claude_ai_CreatorAudit__', 'mcp_creatoraudit_', 'creatoraudit-'];

const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
const object = (properties: Record<string, unknown>) => ({ type: 'object', properties }) as const;
/** Many arguments, each of them sound. */
const wide = (count: number) =>
  object(Object.fromEntries(Array.from({ length: count }, (_, at) => [`argument_${at}`, { type: 'string' }])));

/** The schemas of a tool's arguments. */
const argumentsIn = ({ properties }: ListedTool['inputSchema']): readonly Record<string, unknown>[] =>
  Object.values(Object(properties)).map((argument) => ({ ...Object(argument) }));

const hints = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

/** A tool that breaks no rule: the examples are made from it. */
export const soundTool: ListedTool = {
  name: 'get_thing',
  title: 'Get a thing',
  description: 'Get one thing.',
  inputSchema: object({ thing_id: { type: 'string' } }),
  outputSchema: object({ data: object({ id: { type: 'string' } }) }),
  annotations: hints,
};

/** Limits of contract §4 and of clients (clients.md, Limits). */
export const toolRules: readonly ToolRule[] = [
  {
    name: 'a name of small letters, digits and underscores',
    reason: 'the subset that all vendors take',
    broken: ({ name }) => !/^[a-z][a-z0-9_]*$/.test(name),
    example: { name: 'Get-Thing' },
  },
  {
    name: 'a name of at most 32 characters',
    reason: 'contract §4; with 32 every known prefix stays within 64',
    broken: ({ name }) => name.length > 32,
    example: { name: 'get_thing_with_a_rather_long_name' },
  },
  {
    name: 'a prefixed name of at most 64 characters',
    reason: 'longer ones break sessions',
    broken: ({ name }) => prefixes.some((prefix) => prefix.length + name.length > 64),
    example: { name: 'get_thing_with_a_name_that_is_far_over' },
  },
  {
    name: 'a title of at most 64 characters that begins with a capital',
    reason: 'clients show it in lists',
    broken: ({ title }) => title.length > 64 || !/^[A-Z]/.test(title),
    example: { title: 'get a thing' },
  },
  {
    name: 'a description of at most 1,000 characters',
    reason: 'contract §4; Claude cuts at 2,048',
    broken: ({ description }) => description.length > 1_000,
    example: { description: `${'Very long. '.repeat(100)}End.` },
  },
  {
    name: 'a description in whole sentences',
    reason: 'an agent reads it as an instruction',
    broken: ({ description }) => !/^[A-Z].*\.$/s.test(description),
    example: { description: 'get one thing' },
  },
  {
    name: 'an input schema of at most 4 KB',
    reason: 'contract §4; Claude drops a tool over 16,384 bytes',
    broken: ({ inputSchema }) => bytes(inputSchema) > 4_096,
    example: { inputSchema: wide(150) },
  },
  {
    name: 'an output schema of at most 2 KB, with fields in it',
    reason: 'contract §4',
    broken: ({ outputSchema }) =>
      bytes(outputSchema) > 2_048 || Object.keys(Object(outputSchema.properties)).length === 0,
    example: { outputSchema: wide(80) },
  },
  {
    name: 'schemas of the subset that all vendors take',
    reason: 'some vendors refuse a whole chat over one schema',
    broken: ({ inputSchema, outputSchema }) => lintSchema(inputSchema).length + lintSchema(outputSchema).length > 0,
    example: { inputSchema: object({ thing_id: { type: ['string', 'null'] } }) },
  },
  {
    name: 'arguments that keep their type in LangChain',
    reason: 'it drops a union of plain types, and what is said in it',
    broken: ({ inputSchema }) => argumentsIn(inputSchema).some(({ type }) => type === undefined),
    example: {
      inputSchema: object({ a: { anyOf: [{ type: 'string' }, { type: 'null' }], description: 'null = none.' } }),
    },
  },
  {
    name: 'words for what null means wherever it may be given',
    reason: 'nothing else says so in a plain type',
    broken: ({ inputSchema }) =>
      argumentsIn(inputSchema).some(
        ({ nullable, description }) => nullable === true && !/null = /.test(`${description}`),
      ),
    example: { inputSchema: object({ a: { type: 'string', nullable: true, description: 'A word.' } }) },
  },
  {
    name: 'all four hints',
    reason: 'ChatGPT takes a tool without readOnlyHint for a write and asks each time',
    broken: ({ annotations }) =>
      Object.keys(hints).some((hint) => typeof new Map(Object.entries(annotations)).get(hint) !== 'boolean'),
    example: { annotations: Object.assign({ ...hints }, { openWorldHint: undefined }) },
  },
  {
    name: 'nothing destroyed by what only reads',
    reason: 'clients run a reading tool without asking',
    broken: ({ annotations }) => annotations.readOnlyHint && annotations.destructiveHint,
    example: { annotations: { ...hints, destructiveHint: true } },
  },
];

/** The rules that a tool breaks. */
export function lintTool(tool: ListedTool): readonly string[] {
  return toolRules.filter((rule) => rule.broken(tool)).map((rule) => rule.name);
}
