import type { NewSecret } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { CopyButton } from '../design/copy-button.tsx';
import { Dialog } from '../design/dialog.tsx';

/** The only time that an app's secret is shown. It stays until somebody says that they have it. */
export function SecretShownOnce({ made, door, onDone }: { made: NewSecret; door: string; onDone: () => void }) {
  const { app, clientSecret } = made;
  return (
    <Dialog
      title={`The secret of “${app.name}”`}
      description="Copy it now, into the app's settings. It is not shown again."
      footer={
        <Button look="primary" onClick={onDone}>
          I have copied
        </Button>
      }
    >
      <dl className="space-y-3 text-sm">
        <Value term="Address of the server" text={`${door}/mcp`} what="address" />
        <Value term="Client id" text={app.id} what="client id" />
        <Value term="Client secret" text={clientSecret} what="client secret" secret />
      </dl>
    </Dialog>
  );
}

function Value({ term, text, what, secret = false }: { term: string; text: string; what: string; secret?: boolean }) {
  return (
    <div>
      <dt className="text-xs text-muted">{term}</dt>
      <dd className="flex flex-wrap items-center gap-2">
        <code data-secret={secret ? true : undefined} className="min-w-0 flex-1 break-all font-mono">
          {text}
        </code>
        <CopyButton text={text} what={what} label="Copy" />
      </dd>
    </div>
  );
}
