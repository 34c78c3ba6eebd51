import type { MetaToolName } from '../../../tools/meta-tools.ts';
import type { OperationId } from '../../contract/operations.ts';
import type { Call, V2Api } from '../../contract/port.ts';
import type { ExportLinks } from '../../export/links/export-link.ts';
import type { Access } from './access.ts';
import type { Confirmations } from './confirmations.ts';
import type { Arguments } from './operation-arguments.ts';

export interface MetaToolContext {
  api: V2Api;
  call: Call;
  access: Access;
  /** The dashboard, where people see what a tool answers about. */
  dashboardUrl: string;
  /** Links to rows that no model is to read. */
  links: ExportLinks;
  confirmations: Confirmations;
  /** Reports which operation the tool called. */
  reached: (operation: OperationId) => void;
}

type MetaToolHandler = (args: Arguments, context: MetaToolContext) => Promise<Record<string, unknown>>;

/** What stands behind each tool that is no operation. */
export type MetaToolHandlers = Readonly<Record<MetaToolName, MetaToolHandler>>;
