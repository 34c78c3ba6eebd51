import type { NewKey } from '../api/resources.ts';
import { ConnectHelper } from '../connect/connect-helper.tsx';
import { Button } from '../design/button.tsx';
import { CopyButton } from '../design/copy-button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Notice } from '../design/notice.tsx';

/** The only time that a key is shown whole. It stays until somebody says that they have it. */
export function ShownOnce({ made, onDone }: { made: NewKey; onDone: () => void }) {
  const { apiKey, fullKey } = made;
  return (
    <Dialog
      title={`Your key “${apiKey.name}”`}
      description="Copy it now, or put it straight into a client below. It is not shown again."
      width="wide"
      footer={
        <Button look="primary" onClick={onDone}>
          I have copied
        </Button>
      }
    >
      <div className="space-y-5">
        <div className="flex flex-wrap items-center gap-2 rounded-lg border border-line bg-sunken p-2 pl-3">
          <code data-secret className="min-w-0 flex-1 break-all font-mono text-sm">
            {fullKey}
          </code>
          <CopyButton text={fullKey} what="key" label="Copy" look="primary" />
        </div>
        <Notice tone="warn">Whoever has this key can do what it may do. Keep it like a password.</Notice>
        <section>
          <h3 className="mb-3 text-sm font-semibold">Connect to an AI agent (MCP)</h3>
          <ConnectHelper given={made} />
        </section>
      </div>
    </Dialog>
  );
}
