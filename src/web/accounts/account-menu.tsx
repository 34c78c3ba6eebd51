import { Link2, Link2Off, MoreHorizontal, Pause, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Account } from '../api/resources.ts';
import { useChange, useShowChanges } from '../changes/changes.ts';
import { IconButton } from '../design/button.tsx';
import { Confirm } from '../design/confirm.tsx';
import { Menu, MenuItem, MenuLine } from '../design/menu.tsx';
import { deleteAccount, setActive, unlink } from './account-changes.ts';
import { LinkAccount } from './link-account.tsx';

/** What goes with an account; said before it goes. */
export const deletionWarning =
  'Its posts and their whole history go with it, out of all sums. This cannot be taken back.';

/** What can be done with one account. */
export function AccountMenu({ account, leave = false }: { account: Account; leave?: boolean }) {
  const [over, setOver] = useState<'nothing' | 'link' | 'delete'>('nothing');
  const change = useChange();
  const show = useShowChanges();
  const [, navigate] = useLocation();
  const { id, username, is_active, creator_id, creator_name } = account;
  const close = () => setOver('nothing');
  const remove = async () => {
    await deleteAccount(id);
    if (leave) navigate('/accounts');
    await show();
  };
  return (
    <>
      <Menu trigger={<IconButton label={`More for @${username}`} icon={MoreHorizontal} />}>
        <MenuItem
          icon={is_active ? Pause : Play}
          onSelect={() =>
            change(() => setActive(id, !is_active), `@${username} is ${is_active ? 'paused' : 'resumed'}`)
          }
        >
          {is_active ? 'Pause' : 'Resume'}
        </MenuItem>
        {creator_id === null ? (
          <MenuItem icon={Link2} onSelect={() => setOver('link')}>
            Link to a creator…
          </MenuItem>
        ) : (
          <MenuItem
            icon={Link2Off}
            onSelect={() => change(() => unlink(id, creator_id), `@${username} is unlinked from ${creator_name}`)}
          >
            Unlink from {creator_name}
          </MenuItem>
        )}
        <MenuLine />
        <MenuItem icon={Trash2} danger onSelect={() => setOver('delete')}>
          Delete…
        </MenuItem>
      </Menu>
      {over === 'link' && <LinkAccount account={account} onClose={close} />}
      {over === 'delete' && (
        <Confirm title={`Delete @${username}?`} verb="Delete account" act={remove} onClose={close}>
          <p className="text-muted">{deletionWarning}</p>
        </Confirm>
      )}
    </>
  );
}
