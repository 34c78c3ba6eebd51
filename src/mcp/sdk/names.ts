/** Names of the protocol that code outside the adapter needs. */
export {
  CLIENT_INFO_META_KEY as clientInfoKey,
  isJSONRPCRequest as isRpcRequest,
  type JSONRPCRequest as RpcRequest,
} from '@modelcontextprotocol/server';
