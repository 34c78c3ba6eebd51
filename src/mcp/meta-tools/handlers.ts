import type { MetaToolName } from '../../../tools/meta-tools.ts';
import type { OperationId } from '../../contract/operations.ts';
import type { Call, V2Api } from '../../contract/port.ts';
import type { Access } from '../access.ts';
import type { Arguments } from '../operation-arguments.ts';
import { fetchDocument } from '../research/fetch-document.ts';
import { searchDocuments } from '../research/search-documents.ts';
import { callV2Endpoint, callV2EndpointWrite } from './call-v2-endpoint.ts';
import { getHelp } from './get-help.ts';
import { searchTools } from './search-tools.ts';

export interface MetaToolContext {
  api: V2Api;
  call: Call;
  access: Access;
  /** Where people see what a tool tells of. */
  dashboardUrl: string;
  /** Tells which operation the tool has led to. */
  reached: (operation: OperationId) => void;
}

export type MetaToolHandler = (args: Arguments, context: MetaToolContext) => Promise<Record<string, unknown>>;

/** What stands behind the tools that are no operation. */
export const metaToolHandlers: Readonly<Record<MetaToolName, MetaToolHandler>> = {
  search_tools: searchTools,
  get_help: getHelp,
  call_v2_endpoint: callV2Endpoint,
  call_v2_endpoint_write: callV2EndpointWrite,
  search: searchDocuments,
  fetch: fetchDocument,
};
