import type { OperationId } from '../src/contract/operations.ts';
import { changes, creates, deletes, reads } from './hints.ts';
import type { ToolWords } from './tool.ts';

const group = 'creators';
const pauseWords = ['break', 'hold', 'suspend', 'unpause', 'reactivate'];
const creatorWords = ['influencer', 'talent', 'person', 'artist', 'ambassador', 'brand'];

export const creatorTools = {
  list_creators: {
    group,
    pinned: true,
    title: 'List creators',
    description: 'List creators (people behind accounts) by name, with their accounts and followers summed.',
    hints: reads,
    synonyms: [
      ...creatorWords,
      'all creators',
      'roster',
      'who',
      'everyone',
      'people',
      'work with',
      'paused',
      'active',
      'count',
    ],
  },
  get_creator: {
    group,
    title: 'Get a creator',
    description: 'Get one creator: name, whether active, accounts per platform, followers.',
    hints: reads,
    synonyms: [...creatorWords, 'details', 'current follower total', 'own', 'belong'],
  },
  create_creator: {
    group,
    title: 'Create a creator',
    description: 'Create a creator; then link accounts with link_creator_account.',
    hints: creates,
    synonyms: [...creatorWords, 'add', 'new creator'],
  },
  update_creator: {
    group,
    title: 'Change a creator',
    description: 'Rename, pause or resume a creator. Pausing pauses its accounts; resuming resumes just those.',
    hints: changes,
    synonyms: [...creatorWords, ...pauseWords, 'edit', 'rename', 'pause', 'resume', 'disable', 'enable'],
  },
  delete_creator: {
    group,
    title: 'Delete a creator',
    description: 'Delete a creator. Its accounts stay tracked, unlinked. Cannot be undone.',
    hints: deletes,
    synonyms: [...creatorWords, 'remove', 'drop', 'get rid', 'erase', 'no longer'],
  },
  link_creator_account: {
    group,
    title: 'Link an account to a creator',
    description: "Link an account to a creator: the account's whole history then counts for the creator.",
    hints: changes,
    synonyms: [...creatorWords, 'assign', 'attach', 'connect', 'belongs', 'owner', 'move'],
  },
  unlink_creator_account: {
    group,
    title: 'Unlink an account from a creator',
    description: 'Take an account away from a creator. Both stay; linking again brings the numbers back.',
    hints: changes,
    synonyms: [
      ...creatorWords,
      'detach',
      'disconnect',
      'separate',
      'unassign',
      'remove account',
      'no longer belongs',
      'take away',
    ],
  },
  list_top_creators: {
    group,
    pinned: true,
    title: 'Rank creators',
    description:
      'Rank creators over the last 7, 30 or 90 days by views, engagement, followers gained or change. asc = who lost most.',
    hints: reads,
    synonyms: [
      ...creatorWords,
      'best',
      'top',
      'ranking',
      'leaderboard',
      'winner',
      'star',
      'biggest',
      'dropped',
      'loser',
      'worst',
      'lost engagement',
      'this month',
      'declining',
      'growing',
      'compare',
      'performance',
      'fastest',
    ],
  },
} satisfies Partial<Record<OperationId, ToolWords>>;
