import { X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { IconButton } from '../design/button.tsx';
import { MenuLayer } from '../design/menu-layer.ts';

/** The sidebar on narrow screens: slides over the page and keeps the focus until it is closed. */
export function Drawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const [element, setElement] = useState<HTMLDialogElement | null>(null);
  useEffect(() => {
    element?.showModal();
    return () => element?.close();
  }, [element]);
  return (
    <dialog
      ref={setElement}
      aria-label="Menu"
      closedby="any"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={onClose}
      className="m-0 h-dvh max-h-none w-72 max-w-[85vw] border-r border-line bg-page p-0 shadow-float"
    >
      <IconButton label="Close menu" icon={X} onClick={onClose} className="absolute right-2 top-3" />
      <MenuLayer value={element}>{children}</MenuLayer>
    </dialog>
  );
}
