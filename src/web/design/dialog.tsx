import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';

interface DialogProps {
  title: string;
  description?: ReactNode;
  /** Absent: only what stands in the dialog closes it, neither Esc nor a click beside it. */
  onClose?: () => void;
  children: ReactNode;
  footer?: ReactNode;
  width?: 'narrow' | 'wide';
}

const widths = { narrow: 'max-w-md', wide: 'max-w-3xl' } as const;

/**
 * A modal in the browser's own `<dialog>`: it traps the focus, makes the rest inert and gives the focus back, and needs
 * no style element, which the content security policy would refuse.
 */
export function Dialog({ title, description, onClose, children, footer, width = 'narrow' }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const descriptionId = useId();
  useEffect(() => {
    const element = dialog.current;
    const opener = openerOf(document.activeElement);
    element?.showModal();
    firstField(element)?.focus();
    return () => {
      element?.close();
      opener?.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      aria-describedby={description === undefined ? undefined : descriptionId}
      closedby={onClose === undefined ? 'none' : 'any'}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && onClose === undefined) event.preventDefault();
      }}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      onClose={() => {
        if (dialog.current?.open === true) return;
        // A browser that closes it by itself must not leave the page believing that it is open, or drop what must stay.
        if (onClose === undefined) dialog.current?.showModal();
        else onClose();
      }}
      className={classNames(
        'm-auto w-[calc(100%-2rem)] rounded-xl border border-line bg-raised p-0 text-text shadow-float',
        'max-h-[calc(100dvh-3rem)] overflow-y-auto',
        widths[width],
      )}
    >
      <div className="flex items-start justify-between gap-4 px-5 pt-4">
        <div>
          <h2 id={titleId} className="text-lg font-semibold">
            {title}
          </h2>
          {description !== undefined && (
            <div id={descriptionId} className="mt-1 text-sm text-muted">
              {description}
            </div>
          )}
        </div>
        {onClose !== undefined && <IconButton label="Close" icon={X} onClick={onClose} className="-mr-2 -mt-1" />}
      </div>
      <div className="px-5 py-4">{children}</div>
      {footer !== undefined && (
        <div className="sticky bottom-0 flex flex-wrap justify-end gap-2 border-t border-line bg-raised px-5 py-3">
          {footer}
        </div>
      )}
    </dialog>
  );
}

/** What somebody wants to fill in; without a field the browser chooses. */
function firstField(within: HTMLElement | null): HTMLElement | null | undefined {
  const first = within?.querySelector<HTMLInputElement | HTMLSelectElement>('input, select');
  return first?.type === 'radio' ? (within?.querySelector<HTMLElement>('input:checked') ?? first) : first;
}

/** Where the focus goes back to: for an entry of a menu, which is gone by then, the menu's button. */
function openerOf(active: Element | null): HTMLElement | null {
  const button = active?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  const opener = button === null || button === undefined ? active : document.getElementById(button);
  return opener instanceof HTMLElement ? opener : null;
}
