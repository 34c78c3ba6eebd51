import { type Tool, toolNamed } from '../../../tools/catalog.ts';
import type { CallSeen } from '../../audit/call-seen.ts';
import type { CallerWords } from '../../contract/caller-words.ts';
import { type AnyOperation, operations } from '../../contract/operations.ts';
import type { V2Api } from '../../contract/port.ts';
import { Problem } from '../../contract/problem.ts';
import { refuseOwnKeys } from '../../contract/refuse-keys.ts';
import type { ExportLinks } from '../../export/links/export-link.ts';
import { InvalidParams, type ToolResult } from '../sdk/surface.ts';
import { requireScope, scopeOf } from './access.ts';
import { notingAside, setAside } from './bookkeeping.ts';
import { callOperation } from './call-operation.ts';
import { takeColumns } from './columns.ts';
import type { Confirmations } from './confirmations.ts';
import { fitted } from './fit.ts';
import type { MetaToolContext, MetaToolHandlers } from './meta-tool.ts';
import { type Arguments, rawInputOf, readArguments } from './operation-arguments.ts';
import type { RpcExchange } from './rpc-exchange.ts';
import { toolError } from './tool-error.ts';
import { toolResult } from './tool-result.ts';

export interface ToolCaller {
  api: V2Api;
  /** Passed in: they stand above this, since they use what is here. */
  metaTools: MetaToolHandlers;
  /** Milliseconds, for the length of a call. */
  now: () => number;
  /** Where to make a key, for a call without one. */
  howToGetKey: string;
  /** The origin of the dashboard's pages. */
  dashboardUrl: string;
  links: ExportLinks;
  confirmations: Confirmations;
  failed: (error: unknown, at: Pick<RpcExchange, 'requestId' | 'words'>) => void;
  /** What of a call's arguments the audit trail keeps; nothing where left out. */
  shownArguments?: ((args: Arguments, words: CallerWords) => string) | undefined;
}

const howToSendKey = 'Send it with every request: `Authorization: Bearer <key>`, or the header x-api-key.';

/**
 * Calls a tool: guards first, then the operation or the meta tool. Whatever goes wrong with a known tool is a result
 * with `isError`; only an unknown name is an error of the protocol (contract §4, Tools).
 * @throws InvalidParams for a name that is no tool
 */
export async function callTool(
  by: ToolCaller,
  exchange: RpcExchange,
  name: string,
  given: Arguments,
): Promise<ToolResult> {
  const startedAt = by.now();
  let reached: string | undefined;
  const seen = (tool: string, outcome: CallSeen['outcome'], text: string) =>
    exchange.calls.push({
      tool,
      outcome,
      ms: by.now() - startedAt,
      bytes: Buffer.byteLength(text),
      ...(reached !== undefined && { reached }),
      ...(by.shownArguments !== undefined && { shownArguments: by.shownArguments(given, exchange.words) }),
    });
  const tool = toolNamed(name);
  if (tool === undefined) {
    seen('unknown', 'UNKNOWN_TOOL', '');
    throw new InvalidParams(
      `Unknown tool: ${exchange.words.shown(name.slice(0, 64))}. search_tools finds the tools there are.`,
    );
  }
  const { args, aside } = setAside(tool, given);
  try {
    const answered = await resultOf(by, exchange, tool, args, (operation) => {
      reached = operation;
    });
    const result = notingAside(answered, aside);
    seen(tool.name, 'OK', result.content[0]?.text ?? '');
    return result;
  } catch (error) {
    const problem = exchange.signal.aborted ? givenUp : problemOf(error, (cause) => by.failed(cause, exchange));
    const result = notingAside(toolError(problem, hintFor(problem, tool), exchange.words), aside);
    seen(tool.name, problem.code, result.content[0]?.text ?? '');
    return result;
  }
}

async function resultOf(
  by: ToolCaller,
  exchange: RpcExchange,
  tool: Tool,
  args: Arguments,
  reached: MetaToolContext['reached'],
): Promise<ToolResult> {
  const { caller, retryAfterSeconds, requestId, signal, access } = exchange;
  if (retryAfterSeconds !== null) {
    throw new Problem('RATE_LIMITED', `Too many calls: wait ${retryAfterSeconds} s.`, { retryAfterSeconds });
  }
  if (caller === null)
    throw new Problem('UNAUTHORIZED', `A tool call needs an API key. ${by.howToGetKey} ${howToSendKey}`);
  requireScope(access, scopeOf(tool));
  refuseOwnKeys(args, exchange.words);
  const { api, dashboardUrl, links, confirmations } = by;
  const call = { caller, requestId, signal };
  const context: MetaToolContext = { api, call, access, dashboardUrl, links, confirmations, reached };
  return tool.kind === 'meta'
    ? toolResult(await by.metaTools[tool.name](args, context))
    : await operationResult(by.api, tool, args, context);
}

/** Nobody reads this answer: an error after the client has gone is not our failure. */
const givenUp = new Problem('SERVICE_UNAVAILABLE', 'The client went away.');

type Answer = Record<string, unknown>;

async function operationResult(
  api: V2Api,
  tool: Extract<Tool, { kind: 'operation' }>,
  args: Arguments,
  { call, confirmations }: MetaToolContext,
): Promise<ToolResult> {
  const operation: AnyOperation = operations[tool.name];
  const { confirm, ...said } = args;
  const given = operation.byAgents === undefined ? args : said;
  const { columns, rest } = takeColumns(operation, given);
  const unconfirmed = await confirmations.asked(operation, rawInputOf(operation, rest), { confirm, call });
  if (unconfirmed !== null) return toolResult(unconfirmed);
  const ask = async (asked: Arguments): Promise<Answer> => {
    const { body } = await callOperation(api, tool.name, rawInputOf(operation, asked), call);
    return typeof body === 'object' && body !== null ? { ...body } : { done: true };
  };
  const { body, text } = await fitted(await ask(rest), readArguments(operation, rest), columns, ask);
  return toolResult(body, text);
}

/** An unexpected error goes to the log and to nobody else (contract §1: never a stack trace or SQL). */
function problemOf(error: unknown, failed: (cause: unknown) => void): Problem {
  if (error instanceof Problem) {
    if (error.status >= 500) failed(error);
    return error;
  }
  failed(error);
  return new Problem('INTERNAL_ERROR', 'Something went wrong on the server. It was logged under the request id.');
}

function hintFor(problem: Problem, tool: Tool): string | null {
  if (problem.code === 'VALIDATION_ERROR') {
    return `Correct the fields named in errors and call ${tool.name} again; get_help with topic "${tool.name}" shows its arguments.`;
  }
  return null;
}
