import type { OperationId } from '../src/contract/operations.ts';
import { accountVideoTools } from './account-videos.ts';
import { accountTools } from './accounts.ts';
import { analyticsTools } from './analytics.ts';
import { creatorTools } from './creators.ts';
import { metaOperationTools } from './meta.ts';
import { type MetaToolName, metaTools } from './meta-tools.ts';
import { researchTools } from './research-tools.ts';
import type { MetaTool, ToolWords } from './tool.ts';
import { videoTools } from './videos.ts';
import { workspaceTools } from './workspace.ts';

/** The words for every v2 operation (contract §4, Tools): one that is missing does not compile. */
const operationTools: Readonly<Record<OperationId, ToolWords>> = {
  ...metaOperationTools,
  ...workspaceTools,
  ...accountTools,
  ...creatorTools,
  ...accountVideoTools,
  ...videoTools,
  ...analyticsTools,
};

const allMetaTools: Readonly<Record<MetaToolName, MetaTool>> = { ...metaTools, ...researchTools };

export type ToolName = OperationId | MetaToolName;

/** One tool: the words for it and what stands behind it. */
export type Tool = ToolWords &
  (
    | { readonly kind: 'operation'; readonly name: OperationId }
    | ({ readonly kind: 'meta'; readonly name: MetaToolName } & MetaTool)
  );

const operationNames = Object.keys(operationTools).filter(isOperationName);

function isOperationName(name: string): name is OperationId {
  return Object.hasOwn(operationTools, name);
}

/** Every tool, in the order that lists have: how to begin first, then what is read most. */
export const catalog: readonly Tool[] = [
  operationTool('get_api_key_info'),
  metaTool('search_tools'),
  metaTool('get_help'),
  metaTool('call_v2_endpoint'),
  metaTool('call_v2_endpoint_write'),
  ...operationNames.filter((name) => name !== 'get_api_key_info').map(operationTool),
  metaTool('export_data'),
];

/** The tools that no list holds but the one that names their group; they are called as all others. */
export const apartTools: readonly Tool[] = [metaTool('search'), metaTool('fetch')];

const byName: ReadonlyMap<string, Tool> = new Map([...catalog, ...apartTools].map((tool) => [tool.name, tool]));

/** The tool of that name: what a client asks for is only ever a key into this catalog. */
export function toolNamed(name: string): Tool | undefined {
  return byName.get(name);
}

function operationTool(name: OperationId): Tool {
  return { ...operationTools[name], kind: 'operation', name };
}

function metaTool(name: MetaToolName): Tool {
  return { ...allMetaTools[name], kind: 'meta', name };
}
