import type { Operation } from './operation.ts';
import { accountVideoOperations } from './operations/account-videos.ts';
import { accountOperations } from './operations/accounts.ts';
import { creatorOperations } from './operations/creators.ts';
import { ingestOperations } from './operations/ingest.ts';
import { metaOperations } from './operations/meta.ts';
import { videoOperations } from './operations/videos.ts';
import { workspaceOperations } from './operations/workspace.ts';

/** Every v2 operation, by its id (contract §2). `/openapi.json` and `/docs` describe these and are none themselves. */
export const operations = {
  ...metaOperations,
  ...accountOperations,
  ...videoOperations,
  ...accountVideoOperations,
  ...creatorOperations,
  ...workspaceOperations,
  ...ingestOperations,
};

export type Operations = typeof operations;
export type OperationId = keyof Operations;

/** Some operation of this contract. */
export interface AnyOperation extends Operation {
  readonly id: OperationId;
}

/** The same, for loops over the whole contract. */
export const allOperations: readonly AnyOperation[] = Object.values(operations);
