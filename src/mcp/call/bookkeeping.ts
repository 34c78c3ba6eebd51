import type { Tool } from '../../../tools/catalog.ts';
import { operations } from '../../contract/operations.ts';
import type { ToolResult } from '../sdk/surface.ts';
import { metaToolSchemas } from './meta-tool-schemas.ts';
import { type Arguments, argumentNamesOf } from './operation-arguments.ts';
import { compactText } from './tool-result.ts';

/**
 * What clients add to a call for themselves, without case and underscores: workflow tools hand a whole item of theirs
 * over, gateways the ids of their session, editors a word for their user. No tool of ours takes one of these names.
 */
const bookkeeping: ReadonlySet<string> = new Set([
  'toolcallid',
  'toolcall',
  'tooluseid',
  'toolname',
  'tool',
  'callid',
  'sessionid',
  'conversationid',
  'threadid',
  'messageid',
  'runid',
  'requestid',
  'traceid',
  'traceparent',
  'tracestate',
  'spanid',
  'progresstoken',
  'chatinput',
  'action',
  'requestheartbeat',
  'waitforprevioustools',
  'toolaction',
  'toolsummary',
  'securityrisk',
]);

/** A leading underscore means in most languages what it means here: not for you. */
const isOwn = (name: string) => /^_[a-z]/i.test(name) || bookkeeping.has(name.toLowerCase().replace(/[^a-z]/g, ''));

export interface SortedArguments {
  readonly args: Arguments;
  /** Names of what was set aside. */
  readonly aside: readonly string[];
}

/** Takes a client's own bookkeeping out of a call's arguments. A slip in a name of ours stays, and is refused by name. */
export function setAside(tool: Tool, args: Arguments): SortedArguments {
  const names = Object.keys(args);
  if (!names.some(isOwn)) return { args, aside: [] };
  const known =
    tool.kind === 'meta' ? Object.keys(metaToolSchemas[tool.name].input.shape) : argumentNamesOf(operations[tool.name]);
  const aside = names.filter((name) => isOwn(name) && !known.includes(name));
  return { args: Object.fromEntries(Object.entries(args).filter(([name]) => !aside.includes(name))), aside };
}

/** Names come from outside: few are repeated, and short. */
const mostNames = 8;
const longestName = 32;

/** The result with a note on what was set aside, before all else as an agent reads it first. */
export function notingAside(result: ToolResult, aside: readonly string[]): ToolResult {
  if (aside.length === 0) return result;
  const shown = aside.slice(0, mostNames).map((name) => name.slice(0, longestName));
  const more = aside.length > mostNames ? ` and ${aside.length - mostNames} more` : '';
  const said = `Set aside, as no argument of this tool: ${shown.join(', ')}${more}.`;
  const { note, ...rest } = result.structuredContent;
  const structuredContent = { note: typeof note === 'string' ? `${said} ${note}` : said, ...rest };
  return { ...result, content: [{ type: 'text', text: compactText(structuredContent) }], structuredContent };
}
