import type { MetaToolHandlers } from '../call/meta-tool.ts';
import { fetchDocument } from '../research/fetch-document.ts';
import { searchDocuments } from '../research/search-documents.ts';
import { callV2Endpoint, callV2EndpointWrite } from './call-v2-endpoint.ts';
import { exportData } from './export-data.ts';
import { getHelp } from './get-help.ts';
import { searchTools } from './search-tools.ts';

/** What stands behind the tools that are no operation. */
export const metaToolHandlers: MetaToolHandlers = {
  search_tools: searchTools,
  get_help: getHelp,
  call_v2_endpoint: callV2Endpoint,
  call_v2_endpoint_write: callV2EndpointWrite,
  export_data: exportData,
  search: searchDocuments,
  fetch: fetchDocument,
};
