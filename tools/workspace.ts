import type { OperationId } from '../src/contract/operations.ts';
import { changes, reads } from './hints.ts';
import type { ToolWords } from './tool.ts';

const group = 'workspace';

export const workspaceTools = {
  search_workspace: {
    group,
    pinned: true,
    title: 'Search the workspace',
    description:
      'Find accounts, creators and posts by part of a username, name or caption. Gives the ids other tools take.',
    hints: reads,
    synonyms: [
      'find everything about',
      'look up',
      'id',
      'uuid',
      'called',
      'named',
      'hashtag',
      'mention',
      'where',
      'who',
      'text',
      'username',
    ],
  },
  push_snapshots: {
    group,
    title: 'Push numbers',
    description:
      'Record up to 50 profiles, posts or reported days that were seen elsewhere. Ask the person first: the first call shows what would be recorded and gives a confirm token; call again with it. It can be taken back on the dashboard.',
    hints: changes,
    synonyms: [
      'ingest',
      'upload',
      'record',
      'add data',
      'import',
      'snapshot',
      'send counts',
      'write numbers',
      'manual',
    ],
  },
  get_settings: {
    group,
    title: 'Get settings',
    description: 'Get the defaults for how many recent posts of an account are followed, and how far back.',
    hints: reads,
    synonyms: ['configuration', 'preferences', 'limits', 'options', 'lookback'],
  },
  update_settings: {
    group,
    title: 'Change settings',
    description: 'Change the defaults for how many recent posts of an account are followed, and how far back.',
    hints: changes,
    synonyms: [
      'configuration',
      'preferences',
      'limits',
      'options',
      'edit',
      'set',
      'lookback',
      'default',
      'whole organization',
      'posts per account',
    ],
  },
  get_usage: {
    group,
    title: 'Get usage',
    description: 'What this billing month used: tracked posts per platform, API calls per key.',
    hints: reads,
    synonyms: [
      'billing',
      'cost',
      'quota',
      'consumption',
      'invoice',
      'price',
      'requests',
      'spend',
      'plan',
      'count',
      'api calls',
    ],
  },
} satisfies Partial<Record<OperationId, ToolWords>>;
