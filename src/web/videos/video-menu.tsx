import { MoreHorizontal, Pause, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Video } from '../api/resources.ts';
import { useChange, useShowChanges } from '../changes/changes.ts';
import { IconButton } from '../design/button.tsx';
import { Confirm } from '../design/confirm.tsx';
import { Menu, MenuItem, MenuLine } from '../design/menu.tsx';
import { captionOf } from './post-columns.tsx';
import { deleteVideo, setActive } from './video-changes.ts';

/** What goes with a video; said before it goes. */
export const deletionWarning = 'Its history goes with it. This cannot be taken back.';

/** What can be done with one individually tracked video. */
export function VideoMenu({ video, leave = false }: { video: Video; leave?: boolean }) {
  const [deleting, setDeleting] = useState(false);
  const change = useChange();
  const show = useShowChanges();
  const [, navigate] = useLocation();
  const { id, is_active } = video;
  const remove = async () => {
    await deleteVideo(id);
    if (leave) navigate('/videos');
    await show();
  };
  return (
    <>
      <Menu trigger={<IconButton label={`More for ${captionOf(video)}`} icon={MoreHorizontal} />}>
        <MenuItem
          icon={is_active ? Pause : Play}
          onSelect={() => change(() => setActive(id, !is_active), `The video is ${is_active ? 'paused' : 'resumed'}`)}
        >
          {is_active ? 'Pause' : 'Resume'}
        </MenuItem>
        <MenuLine />
        <MenuItem icon={Trash2} danger onSelect={() => setDeleting(true)}>
          Delete…
        </MenuItem>
      </Menu>
      {deleting && (
        <Confirm title="Delete this video?" verb="Delete video" act={remove} onClose={() => setDeleting(false)}>
          <p className="line-clamp-2">{captionOf(video)}</p>
          <p className="text-muted">{deletionWarning}</p>
        </Confirm>
      )}
    </>
  );
}
