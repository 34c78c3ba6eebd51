import type { ClipboardEvent } from 'react';
import { CopyButton } from '../design/copy-button.tsx';

/** A key with what is shown in its place. */
export interface ShownSecret {
  fullKey: string;
  maskedKey: string;
}

/**
 * Text to paste, with a button that copies it. A key in it is shown masked, for whoever looks over a shoulder or at a
 * shared screen, and copied whole: by the button, and by hand too.
 */
export function Snippet({
  title,
  what,
  text,
  secret: { fullKey, maskedKey },
  onCopied,
}: {
  title: string;
  what: string;
  text: string;
  secret: ShownSecret;
  onCopied?: () => void;
}) {
  const shown = text.replaceAll(fullKey, maskedKey);
  const copyWhole = (event: ClipboardEvent) => {
    const marked = getSelection()?.toString() ?? '';
    if (!marked.includes(maskedKey)) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', marked.replaceAll(maskedKey, fullKey));
    onCopied?.();
  };
  return (
    <figure className="overflow-hidden rounded-lg border border-line bg-sunken">
      <figcaption className="flex items-center justify-between gap-2 border-b border-line py-1.5 pl-3 pr-1.5">
        <span className="min-w-0 truncate text-xs text-muted">{title}</span>
        <CopyButton text={text} what={what} label="Copy" look="primary" {...(onCopied !== undefined && { onCopied })} />
      </figcaption>
      <pre data-secret onCopy={copyWhole} className="whitespace-pre-wrap break-all p-3 font-mono text-xs leading-5">
        {shown}
      </pre>
      {shown !== text && (
        <p className="border-t border-line px-3 py-1.5 text-xs text-muted">The key is masked here, and copied whole.</p>
      )}
    </figure>
  );
}
