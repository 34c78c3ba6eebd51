import { type OperationId, operations } from './operations.ts';
import { parseInput, type RawInput } from './parse.ts';
import type { Call, KeyedApi, KeyedOperationId, OpenApi, OpenCall, OpenOperationId } from './port.ts';

/** What any operation answers, for doors that serve them all alike. `location` is below `/v2`. */
export interface AnyReply {
  readonly status: number;
  readonly body?: unknown;
  readonly location?: string;
}

/** An operation whose input was read and checked: it is called with that, and not read again. */
interface Prepared {
  readonly body: unknown;
  readonly invoke: (call: Call) => Promise<AnyReply>;
}

/** Parses the raw input of an operation that needs a key. @throws Problem */
export function prepare<Id extends KeyedOperationId>(api: KeyedApi, id: Id, raw: RawInput): Prepared {
  const input = parseInput(operations[id], raw);
  return { body: input.body, invoke: async (call) => await api[id](input, call) };
}

/** Parses raw input and calls an operation that needs a key. @throws Problem */
export async function invoke<Id extends KeyedOperationId>(
  api: KeyedApi,
  id: Id,
  raw: RawInput,
  call: Call,
): Promise<AnyReply> {
  return await api[id](parseInput(operations[id], raw), call);
}

/** The same for an operation that is open to all. @throws Problem */
export async function invokeOpen<Id extends OpenOperationId>(
  api: OpenApi,
  id: Id,
  raw: RawInput,
  call: OpenCall,
): Promise<AnyReply> {
  return await api[id](parseInput(operations[id], raw), call);
}

export function isOpenOperation(id: OperationId): id is OpenOperationId {
  return operations[id].scope === 'open';
}
