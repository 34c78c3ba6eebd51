import type { OperationId } from '../src/contract/operations.ts';
import { reads } from './hints.ts';
import type { ToolWords } from './tool.ts';

const group = 'meta';

export const metaOperationTools = {
  get_api_key_info: {
    group,
    pinned: true,
    title: 'About this key',
    description: 'Which organization this API key is for and what its scopes allow. A good first call.',
    hints: reads,
    synonyms: ['whoami', 'who am i', 'permissions', 'rights', 'access', 'token', 'login', 'organization', 'expires'],
  },
  get_health: {
    group,
    title: 'Health',
    description: 'Whether the server is ready, its version, and whether its numbers are sample data.',
    hints: reads,
    synonyms: ['status', 'up', 'down', 'alive', 'version', 'working', 'ping'],
  },
  get_meta: {
    group,
    title: 'About the API',
    description: 'Version of the v2 API and where its documents are.',
    hints: reads,
    synonyms: ['version', 'documentation', 'docs', 'openapi', 'deprecation', 'swagger'],
  },
} satisfies Partial<Record<OperationId, ToolWords>>;
