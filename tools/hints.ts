import type { ToolHints } from './tool.ts';

/** Every tool works on the organization's own data: none reaches into an open world. */
const closed = { openWorldHint: false } as const;

export const reads: ToolHints = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, ...closed };
export const creates: ToolHints = { readOnlyHint: false, destructiveHint: false, idempotentHint: false, ...closed };
/** Sets values to what is given: a second time changes nothing more. */
export const changes: ToolHints = { readOnlyHint: false, destructiveHint: false, idempotentHint: true, ...closed };
/** Takes away what cannot be brought back. */
export const deletes: ToolHints = { readOnlyHint: false, destructiveHint: true, idempotentHint: true, ...closed };
/** May be any write, so the worst of each. */
export const writesAnything: ToolHints = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  ...closed,
};
