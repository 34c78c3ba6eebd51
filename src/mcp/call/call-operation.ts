import { type AnyReply, invoke, invokeOpen, isOpenOperation } from '../../contract/invoke.ts';
import type { OperationId } from '../../contract/operations.ts';
import type { RawInput } from '../../contract/parse.ts';
import type { Call, V2Api } from '../../contract/port.ts';

/** Calls any operation of the port with raw input. @throws Problem */
export function callOperation(api: V2Api, id: OperationId, raw: RawInput, call: Call): Promise<AnyReply> {
  return isOpenOperation(id) ? invokeOpen(api, id, raw, call) : invoke(api, id, raw, call);
}
