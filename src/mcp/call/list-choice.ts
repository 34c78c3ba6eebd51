import { apartGroups, type ToolGroup, toolGroups } from '../../../tools/tool.ts';
import { Problem } from '../../contract/problem.ts';
import { booleanIn } from '../../contract/reading/text-values.ts';

/** Which tools a connection wants listed (contract §4, Standing list). `read_only` also narrows what may be called. */
export interface ListChoice {
  /** Sorted names of groups; `core` is the pinned tools. */
  readonly groups: readonly ListGroup[];
  readonly readOnly: boolean;
}

type ListGroup = ToolGroup | 'core';

export const standingList: ListChoice = { groups: ['core'], readOnly: false };

/**
 * Reads `?tools=…&read_only=…`, or the header `x-mcp-toolsets` where the URL names no tools.
 * @throws Problem BAD_REQUEST for an unknown group or a `read_only` that is neither true nor false
 */
export function listChoiceOf(search: string, header: string | undefined): ListChoice {
  if (search === '' && header === undefined) return standingList;
  const query = new URLSearchParams(search);
  return { groups: groupsOf(query.get('tools') ?? header ?? ''), readOnly: isReadOnly(query.get('read_only')) };
}

function groupsOf(text: string): readonly ListGroup[] {
  const names = text
    .split(',')
    .map((name) => name.trim().toLowerCase().replaceAll('-', '_'))
    .filter((name) => name !== '');
  if (names.length === 0) return standingList.groups;
  const groups = new Set(names.flatMap((name) => (name === 'all' ? toolGroups : [groupNamed(name)])));
  // `all` holds the pinned tools too: one list, one name.
  if (toolGroups.every((group) => groups.has(group))) groups.delete('core');
  return [...groups].sort();
}

function groupNamed(name: string): ListGroup {
  if (name === 'core') return name;
  const group = [...toolGroups, ...apartGroups].find((known) => known === name);
  if (group !== undefined) return group;
  throw new Problem(
    'BAD_REQUEST',
    `Unknown tool group "${name.slice(0, 64)}": take all, core, ${[...toolGroups, ...apartGroups].join(', ')}.`,
  );
}

function isReadOnly(text: string | null): boolean {
  if (text === null || text === '') return false;
  const read = booleanIn(text);
  if (read !== null) return read.value;
  throw new Problem('BAD_REQUEST', 'read_only is true or false.');
}
