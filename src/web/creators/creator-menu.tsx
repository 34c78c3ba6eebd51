import { MoreHorizontal, Pause, Pencil, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Creator } from '../api/resources.ts';
import { useChange, useShowChanges } from '../changes/changes.ts';
import { IconButton } from '../design/button.tsx';
import { Confirm } from '../design/confirm.tsx';
import { Menu, MenuItem, MenuLine } from '../design/menu.tsx';
import { changeCreator, deleteCreator } from './creator-changes.ts';
import { NameCreator } from './name-creator.tsx';

/** What becomes of the accounts; said before a creator goes. */
export const deletionWarning = 'The accounts stay as they are, with their history, and are unlinked.';

/** What can be done with one creator. */
export function CreatorMenu({ creator, leave = false }: { creator: Creator; leave?: boolean }) {
  const [over, setOver] = useState<'nothing' | 'rename' | 'delete'>('nothing');
  const change = useChange();
  const show = useShowChanges();
  const [, navigate] = useLocation();
  const { id, name, is_active } = creator;
  const close = () => setOver('nothing');
  const remove = async () => {
    await deleteCreator(id);
    if (leave) navigate('/creators');
    await show();
  };
  return (
    <>
      <Menu trigger={<IconButton label={`More for ${name}`} icon={MoreHorizontal} />}>
        <MenuItem icon={Pencil} onSelect={() => setOver('rename')}>
          Rename…
        </MenuItem>
        <MenuItem
          icon={is_active ? Pause : Play}
          onSelect={() =>
            change(
              () => changeCreator(id, { is_active: !is_active }),
              `${name} and its accounts are ${is_active ? 'paused' : 'resumed'}`,
            )
          }
        >
          {is_active ? 'Pause, with its accounts' : 'Resume'}
        </MenuItem>
        <MenuLine />
        <MenuItem icon={Trash2} danger onSelect={() => setOver('delete')}>
          Delete…
        </MenuItem>
      </Menu>
      {over === 'rename' && (
        <NameCreator
          title={`Rename “${name}”`}
          verb="Rename"
          preset={name}
          save={(wanted) => changeCreator(id, { name: wanted })}
          onClose={close}
        />
      )}
      {over === 'delete' && (
        <Confirm title={`Delete “${name}”?`} verb="Delete creator" act={remove} onClose={close}>
          <p className="text-muted">{deletionWarning}</p>
        </Confirm>
      )}
    </>
  );
}
