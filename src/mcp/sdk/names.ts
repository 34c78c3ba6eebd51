/** Names of the protocol that code outside the adapter needs. */

export type { JSONRPCRequest as RpcRequest } from '@modelcontextprotocol/server';
export { CLIENT_INFO_META_KEY, isJSONRPCRequest as isRpcRequest } from '@modelcontextprotocol/server';
