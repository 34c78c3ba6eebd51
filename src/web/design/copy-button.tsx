import { Check, Copy, type LucideIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, type ButtonLook, IconButton } from './button.tsx';
import { announce } from './toasts.tsx';

/** How long the check mark stays. */
const shownMs = 2_000;

interface CopyProps {
  text: string;
  /** What is copied, for the name of the button: "masked key". */
  what: string;
  onCopied?: () => void;
}

function useCopy({ text, what, onCopied }: CopyProps): { copied: boolean; copy: () => void } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce(`Copied: ${what}`);
      onCopied?.();
    } catch {
      // The browser refuses on http pages of other machines: the text can still be marked by hand.
      announce(`The browser does not let this page copy. Select the ${what} and copy it by hand.`, 'bad');
    }
  };
  return { copied, copy: () => void copy() };
}

function iconOf(copied: boolean): LucideIcon {
  return copied ? Check : Copy;
}

export function CopyButton({
  label,
  look = 'secondary',
  ...copying
}: CopyProps & { label: string; look?: ButtonLook }) {
  const { copied, copy } = useCopy(copying);
  return (
    <Button look={look} icon={iconOf(copied)} onClick={copy}>
      {copied ? 'Copied' : label}
    </Button>
  );
}

export function CopyIconButton(copying: CopyProps) {
  const { copied, copy } = useCopy(copying);
  return <IconButton label={`Copy ${copying.what}`} icon={iconOf(copied)} onClick={copy} />;
}
