/**
 * What the endpoint offers, in plain data and functions: the SDK adapter turns it into protocol messages.
 * `E` is the exchange: one JSON-RPC request with who asks, what its list options are and when it is dropped.
 */
export interface Surface<E> {
  identity: ServerIdentity;
  tools(exchange: E): readonly ListedTool[];
  callTool(exchange: E, name: string, args: Readonly<Record<string, unknown>>): Promise<ToolResult>;
  prompts(): readonly ListedPrompt[];
  prompt(exchange: E, name: string, args: Readonly<Record<string, string>>): Promise<FilledPrompt>;
  resources(): readonly ListedResource[];
  resource(exchange: E, uri: string): Promise<ReadableResource>;
  complete(exchange: E, asked: CompletionAsked): Promise<readonly string[]>;
  /** A failure that no client should see: reported here, answered as a bare −32603. */
  failed(exchange: E, error: unknown): void;
}

/** Part of every 2026-07-28 answer: keep it short. */
interface ServerIdentity {
  name: string;
  title: string;
  version: string;
}

type JsonSchemaObject = { type: 'object'; [keyword: string]: unknown };

export interface ListedTool {
  name: string;
  title: string;
  description: string;
  inputSchema: JsonSchemaObject;
  outputSchema: JsonSchemaObject;
  annotations: {
    readOnlyHint: boolean;
    destructiveHint: boolean;
    idempotentHint: boolean;
    openWorldHint: boolean;
  };
}

export type ToolResult = {
  content: { type: 'text'; text: string }[];
  structuredContent: Record<string, unknown>;
  isError?: boolean;
};

export interface ListedPrompt {
  name: string;
  title: string;
  description: string;
  arguments: { name: string; description: string; required: boolean }[];
}

type FilledPrompt = {
  description: string;
  messages: { role: 'user'; content: { type: 'text'; text: string } }[];
};

export interface ListedResource {
  uri: string;
  name: string;
  title: string;
  description: string;
  mimeType: string;
}

export interface ReadableResource {
  mimeType: string;
  text: string;
}

export interface CompletionAsked {
  prompt: string;
  argument: string;
  typed: string;
}

/** A mistake of the asker's, said by the protocol itself: an unknown tool or prompt is −32602 in both eras. */
export class InvalidParams extends Error {
  readonly code = -32602;
  /** What was asked for, where the protocol wants it repeated (SEP-2164: the `uri` of an unknown resource). */
  readonly data: { readonly uri: string } | undefined;

  constructor(message: string, data?: { readonly uri: string }) {
    super(message);
    this.data = data;
    this.name = 'InvalidParams';
  }
}
