/** What a JSON-RPC request comes to. */
export type RpcResponse =
  | { id?: string | number | undefined; result: object }
  | { id?: string | number | undefined; error: { code: number; message: string; data?: unknown } };
