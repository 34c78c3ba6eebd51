import { CopyButton } from '../design/copy-button.tsx';

/** Text to paste, exactly as it is, with a button that copies it. */
export function Snippet({
  title,
  what,
  text,
  onCopied,
}: {
  title: string;
  what: string;
  text: string;
  onCopied?: () => void;
}) {
  return (
    <figure className="overflow-hidden rounded-lg border border-line bg-sunken">
      <figcaption className="flex items-center justify-between gap-2 border-b border-line py-1.5 pl-3 pr-1.5">
        <span className="min-w-0 truncate text-xs text-muted">{title}</span>
        <CopyButton text={text} what={what} label="Copy" look="primary" {...(onCopied !== undefined && { onCopied })} />
      </figcaption>
      <pre data-secret className="whitespace-pre-wrap break-all p-3 font-mono text-xs leading-5">
        {text}
      </pre>
    </figure>
  );
}
