import { ExternalLink, ShieldCheck } from 'lucide-react';
import { environmentCommands } from '../../connect/environment.ts';
import type { Method } from '../../connect/method.ts';
import type { Shell } from '../../connect/shells/command.ts';
import { Button, buttonClasses } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { presentSystem } from './present-shell.ts';
import { type ShownSecret, Snippet } from './snippet.tsx';

/** One method: what to do first, what to paste or click, what to do then, and its risks. */
export function MethodView({
  method,
  shell,
  secret,
  readOnly,
  useReadOnly,
  onTaken,
}: {
  method: Method;
  shell: Shell;
  secret: ShownSecret;
  /** Whether the key can do no more than read. */
  readOnly: boolean;
  useReadOnly: () => void;
  onTaken: () => void;
}) {
  const showsKeyInUrl = (method.kind === 'url' || method.kind === 'command') && method.text.includes('api_key=');
  return (
    <div className="space-y-3">
      {method.warnings.map((warning, index) => (
        <Notice
          key={warning}
          tone="warn"
          action={
            index === 0 &&
            showsKeyInUrl &&
            !readOnly && (
              <Button icon={ShieldCheck} onClick={useReadOnly}>
                Use a read-only key
              </Button>
            )
          }
        >
          {warning}
        </Notice>
      ))}
      <Steps steps={method.before} />
      {method.keyFrom === 'environment' && <Variable shell={shell} secret={secret} />}
      <Taken method={method} shell={shell} secret={secret} onTaken={onTaken} />
      <Steps steps={method.after} />
    </div>
  );
}

function Steps({ steps }: { steps: readonly string[] }) {
  return steps.map((step) => (
    <p key={step} className="text-sm text-muted">
      {step}
    </p>
  ));
}

/** The part that holds the key, where the method itself only names the variable. */
function Variable({ shell, secret }: { shell: Shell; secret: ShownSecret }) {
  const command = environmentCommands(secret.fullKey).find((candidate) => candidate.shell === shell);
  if (command === undefined) return null;
  return (
    <>
      <Snippet title="Set the variable" what="variable" text={command.text} secret={secret} />
      <p className="text-xs text-muted">It counts {command.lasts}.</p>
    </>
  );
}

function Taken({
  method,
  shell,
  secret,
  onTaken,
}: {
  method: Method;
  shell: Shell;
  secret: ShownSecret;
  onTaken: () => void;
}) {
  const snippet = { secret, onCopied: onTaken };
  switch (method.kind) {
    case 'command':
      return <Snippet title="Paste into a terminal" what="command" text={method.text} {...snippet} />;
    case 'url':
      return <Snippet title="Paste as the URL" what="URL" text={method.text} {...snippet} />;
    case 'file': {
      const path = method.path[shell === 'posix' ? presentSystem() : 'windows'];
      return <Snippet title={path} what="configuration" text={method.text} {...snippet} />;
    }
    case 'link':
      return (
        <a href={method.href} onClick={onTaken} className={buttonClasses('primary')}>
          <ExternalLink size={14} aria-hidden />
          {method.title}
        </a>
      );
  }
}
