import { isJSONRPCNotification, isJSONRPCRequest, isJSONRPCResponse } from '@modelcontextprotocol/server';

/** Names of the protocol that code outside the adapter needs. */
export {
  CLIENT_INFO_META_KEY as clientInfoKey,
  isJSONRPCRequest as isRpcRequest,
  type JSONRPCRequest as RpcRequest,
} from '@modelcontextprotocol/server';

/** Whether something is a message of JSON-RPC at all. */
export function isRpcMessage(value: unknown): boolean {
  return isJSONRPCRequest(value) || isJSONRPCNotification(value) || isJSONRPCResponse(value);
}
