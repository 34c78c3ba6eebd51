import { type ReactNode, useState } from 'react';
import { useShowChanges } from '../changes/changes.ts';
import { Confirm } from '../design/confirm.tsx';
import { forEach } from './for-each.ts';
import type { Bulk } from './list-card.tsx';
import { useSelection } from './selection.ts';

export interface BulkSetting {
  /** What the rows are: `account`, `accounts`. */
  noun: { one: string; many: string };
  /** What goes with a deleted row. */
  warning: string;
  setActive: (id: string, active: boolean) => Promise<unknown>;
  remove: (id: string) => Promise<unknown>;
}

/** Pausing, resuming and deleting many rows at once; deleting asks before. `dialog` has to be shown. Nothing where null. */
export function useBulk(setting: BulkSetting | null): { bulk: Bulk | null; dialog: ReactNode } {
  const selection = useSelection();
  const show = useShowChanges();
  const [asking, setAsking] = useState(false);
  if (setting === null) return { bulk: null, dialog: null };
  const { noun, warning, setActive, remove } = setting;
  const counted = (count: number) => `${count} ${count === 1 ? noun.one : noun.many}`;
  const all = async (act: (id: string) => Promise<unknown>, done: string) => {
    await forEach(selection.ids, act, (count) => `${counted(count)} ${done}`);
    selection.clear();
    await show();
  };
  return {
    bulk: {
      selection,
      pause: () => void all((id) => setActive(id, false), 'paused'),
      resume: () => void all((id) => setActive(id, true), 'resumed'),
      remove: () => setAsking(true),
    },
    dialog: asking && (
      <Confirm
        title={`Delete ${counted(selection.ids.length)}?`}
        verb={`Delete ${counted(selection.ids.length)}`}
        act={() => all(remove, 'deleted')}
        onClose={() => setAsking(false)}
      >
        <p className="text-muted">{warning}</p>
      </Confirm>
    ),
  };
}
